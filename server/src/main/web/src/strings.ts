/**
 * Every English text of the console, by the folder that shows it. A function where a text has a
 * value in it. Nothing else in the sources is text for people, so that a translation is another
 * file like this one.
 */
export const strings = {
  app: {
    product: 'Sallyport',
    groups: { phone: 'Phone', compliance: 'Compliance', administration: 'Administration' },
    navigation: 'Main navigation',
    openNavigation: 'Open the navigation',
    skip: 'Skip to the content',
    scheme: 'Colours',
    schemes: { auto: 'As the system', light: 'Light', dark: 'Dark' },
    account: 'Your account',
    accountMenu: (name: string) => `Menu of ${name}`,
    signOut: 'Sign out',
    roles: {
      employee: 'Employee',
      reviewer: 'Reviewer',
      officer: 'Compliance officer',
      auditor: 'Auditor',
      admin: 'Administrator',
    },
    loadingPage: 'Loading the page',
    notFoundTitle: 'There is no such page',
    notFoundText: 'The address may be misspelt, or your role does not include this page.',
    goHome: 'Go to the first page',
    failedTitle: 'This page stopped working',
    failedText:
      'Reload it. If it happens again, tell your administrator what you did and the text below.',
    outdatedTitle: 'The page could not be loaded',
    outdatedText: 'The server was updated or cannot be reached. Reload to get the current page.',
    reload: 'Reload',
    nothingTitle: 'Nothing is here for your role yet',
    nothingText: 'Ask your administrator which role your account should have.',
    gone: 'The server does not answer. What you typed stays here; trying again by itself.',
    goneIn: (seconds: number) => `Next try in ${seconds} s`,
    tryNow: 'Try now',
    back: 'The server answers again.',
    endsSoon: (minutes: number) =>
      minutes <= 1
        ? 'Your session ends in a minute for want of use.'
        : `Your session ends in ${minutes} minutes; then you sign in again. Typed text stays.`,
    stay: 'Stay signed in',
    firstSteps: {
      title: 'First steps',
      dismiss: 'Hide these hints',
      password: 'Change the password that you were given, under your account.',
      factor: 'Set up a second factor, under your account.',
      call: 'Open a second browser window without this sign-in, come in as a colleague there, and call.',
      users: 'Create an account for each colleague, and put officers in charge of people.',
      ports: 'Print the firewall rules for this server and run the self-test.',
      search: 'Search for people whose records are assigned to you. You are asked why once per matter.',
      audit: 'Look at the access trail, and verify the archive.',
    },
  },

  session: {
    title: 'Sign in',
    welcome: 'Sign in to Sallyport',
    name: 'Name',
    password: 'Password',
    code: 'Code of your authenticator app',
    codeText: 'Your account has a second factor. Enter the six digits that your app shows now.',
    submit: 'Sign in',
    submitCode: 'Continue',
    otherName: 'Use another account',
    firstTime: 'First time here?',
    firstTimeText:
      'At its first start the server printed a name and a password for each account that it made, on the terminal or in its log. Enter one of them here; change the password afterwards.',
    locked: (seconds: number) => `Too many failed attempts. Try again in ${seconds} s.`,
    busy: 'Too many people sign in at this moment. Try again in some seconds.',
    endedTitle: 'Your session has ended',
    endedText: 'Sign in again to go on. What you typed is still there.',
    otherUser: 'You signed in under another name, so the page starts anew.',
    factorTitle: 'Set up your second factor',
    factorText:
      'Your role needs a second factor. Scan the code with an authenticator app, then enter the six digits that it shows.',
    factorChosen: 'Scan the code with an authenticator app, then enter the six digits that it shows.',
    factorQr: 'QR code for an authenticator app',
    factorSecret: 'Or enter this secret into the app',
    factorConfirm: 'Confirm',
    factorStartAgain: 'Make a new code',
  },

  base: {
    loading: 'Loading',
    retry: 'Try again',
    copy: 'Copy',
    copied: 'Copied',
    copyOf: (what: string) => `Copy ${what}`,
    cancel: 'Cancel',
    confirm: 'Continue',
    close: 'Close',
    loadMore: 'Load more',
    loadingMore: 'Loading more',
    rows: (count: number) => (count === 1 ? '1 row' : `${count.toLocaleString('en')} rows`),
    rowsSoFar: (count: number) => `${count.toLocaleString('en')} rows so far`,
    sortBy: (column: string) => `Sort by ${column}`,
    noneTitle: 'Nothing here',
    errorTitle: 'This could not be shown',
    errorTitles: {
      gone: 'The server does not answer',
      forbidden: 'Your role does not include this',
      notFound: 'It is not there, or not yours to see',
      unavailable: 'The server cannot do this now',
      changed: 'Somebody else changed this meanwhile',
    },
    errorTexts: {
      gone: 'Check the network. The page tries again by itself.',
      forbidden: 'Ask your administrator if you need it.',
      notFound: 'Go back and choose again from the list.',
      unavailable: 'Wait a moment, then try again.',
      changed: 'Load it again, and repeat your change on what is there now.',
      other: 'Try again. If it goes on, tell your administrator.',
    },
    goneDetail: 'No answer came from the server.',
    strangeAnswer: 'The server answered in an unexpected way.',
    plotAsTable: 'Show as a table',
    plotAsPlot: 'Show as a plot',
    plotTime: 'Time',
    plotNothing: 'No figures yet. They appear here as they come in.',
    yesterday: 'yesterday',
    today: 'today',
    utc: 'UTC',
    never: 'never',
    character: (code: string) => `Invisible character ${code}`,
    reasonTitle: 'Why do you read this?',
    reasonText:
      'Each look at what people said is on record with your reason. The reason holds until you change it or close this tab.',
    reasonMatter: 'Matter',
    reasonMatterHint: 'Its number or name, for example Complaint 2026-17',
    reasonWhy: 'Reason',
    reasonWhyHint: 'What you look for, for example: was the price agreed on the phone',
    reasonNeeded: 'Give a reason; others read it in the access trail.',
    reasonSubmit: 'Read on record',
    reasonGate: 'Give a reason to read this',
    reasonGiven: 'Reading for',
    reasonChange: 'Change the reason',
    yes: 'Yes',
    no: 'No',
  },

  phone: {
    title: 'Phone',
    text: 'Call colleagues from this page; nothing needs to be installed.',
    yours: (address: string) => `You are called at ${address}.`,
    call: 'Call',
    voice: 'The other side',
    idleTitle: 'No call',
    idleText: 'Type a name or a number, or choose a colleague. Whoever calls you appears on any page.',
    dial: { label: 'Name, number or address to call', placeholder: 'Name, number or address' },
    callAudio: 'Call',
    callVideo: 'Call with video',
    notCalled: 'Not called',
    noAddress: 'This is no name, number or address. Write for example bob, +49 30 1234 or bob@example.org.',
    oneCall: 'End the call that goes on first.',
    offLine: 'The phone is not on line. Wait until it is, or reload the page.',
    yourself: 'This is your own address.',
    missedMeanwhile: (name: string) => `${name} called while you were talking and was told that you are busy.`,
    line: {
      states: {
        off: 'Off line.',
        connecting: 'Going on line…',
        on: 'On line.',
        lost: 'Not connected to the server. Trying again by itself.',
        refused: 'The server does not take this phone. Trying again by itself.',
      },
      refused: 'The server refused the registration.',
      silent: 'The server did not answer.',
    },
    incoming: {
      title: 'Incoming call',
      from: (name: string) => `${name} is calling`,
      notification: 'Open the page to answer.',
      audio: 'Calls you',
      video: 'Calls you with video',
      answer: 'Answer',
      answerAudio: 'Voice only',
      answerVideo: 'Answer with video',
      refuse: 'Refuse',
    },
    phases: {
      calling: 'Calling…',
      ringing: 'Ringing…',
      incoming: 'Incoming call',
      answering: 'Connecting…',
      talking: 'Talking',
      ended: 'Ended',
    },
    over: 'Ended',
    controls: 'Controls of the call',
    mute: 'Mute',
    unmute: 'Unmute',
    hold: 'Hold',
    resume: 'Resume',
    held: 'On hold',
    heldByPeer: 'The other side has put you on hold',
    cameraOn: 'Camera on',
    cameraOff: 'Camera off',
    share: 'Share screen',
    unshare: 'Stop sharing',
    keypad: 'Keypad',
    key: (key: string) => (key === '*' ? 'Star' : key === '#' ? 'Hash' : key),
    hangUp: 'Hang up',
    giveUp: 'Give up',
    bar: { label: 'The call that goes on', open: 'Open the phone' },
    theirPicture: 'Picture of the other side',
    ownPicture: 'Your own picture',
    ownScreen: 'The screen that you share',
    noPicture: 'The other side shows no picture',
    quality: { unknown: '', good: 'Good connection', fair: 'Fair connection', poor: 'Poor connection' },
    recording: {
      on: 'This call is recorded',
      onText: 'Everything said and shown is kept under the rules of your organisation.',
      asked: 'This call is recorded if you agree',
      askedText: 'Listen to the question and answer it on the keypad. Until then nobody hears you.',
    },
    endings: {
      hungUp: 'You hung up.',
      gaveUp: 'You ended the call before it was answered.',
      theyHungUp: 'The other side hung up.',
      ended: 'The call was ended:',
      lost: 'The connection to the server was lost and the call with it.',
      missed: 'The caller gave up.',
      noAnswerFromServer: 'The server did not answer.',
      notAllowed: 'Not allowed.',
      notFound: 'Nobody has this address.',
      noAnswer: 'Nobody answered.',
      unavailable: 'Not to be reached now.',
      busy: 'Busy.',
      cancelled: 'The call was given up.',
      noMedia: 'The other phone and this browser have no sound or picture format in common.',
      declined: 'The call was refused.',
      server: 'The server could not connect the call.',
      other: (status: number) => `The call was refused (${status}).`,
    },
    media: {
      notAllowed:
        'The browser does not let this page use the microphone or camera. Allow it in the browser, beside the address, and try again.',
      notFound: 'No microphone was found. Plug one in, or choose another under Devices.',
      inUse: 'The microphone or camera is used by another program. Close that and try again.',
      other: 'The microphone or camera could not be started. Choose another under Devices.',
      noCamera: 'There is no camera to be had; the other side hears you only.',
    },
    devices: {
      title: 'Devices',
      text: 'What you choose is kept in this browser.',
      microphone: 'Microphone',
      speaker: 'Speaker',
      speakerBySystem: 'This browser plays where the system does; choose the speaker there.',
      camera: 'Camera',
      usual: 'As the system',
      gone: 'Not plugged in now',
      suppress: 'Suppress noise and echo',
      suppressText: 'Turn it off for music, or with a good headset.',
      ring: 'Ring aloud',
      notify: 'Show calls outside of this window',
      notifies: 'Calls are shown outside of this window too.',
      notifiesNot: 'The browser does not let this page show calls outside of this window.',
      test: 'Try them',
      testStart: 'Try microphone and camera',
      testStop: 'Stop',
      testSpeaker: 'Play a sound',
      hears: 'The microphone hears you.',
      hearsNothing: 'Say something: the bar should move.',
      level: 'Level of the microphone',
      preview: 'Picture of your camera',
    },
    history: {
      title: 'Recent calls',
      label: 'Your calls',
      with: 'With',
      when: 'When',
      talk: 'Length',
      result: 'Result',
      again: 'Call again',
      callBack: (name: string) => `Call ${name}`,
      callBackVideo: (name: string) => `Call ${name} with video`,
      noneTitle: 'No calls yet',
      noneText: 'Your calls appear here, with softphones too. Call a colleague to begin.',
      directions: { in: 'Incoming', out: 'Outgoing' },
      results: {
        running: 'Running',
        answered: 'Answered',
        missed: 'Missed',
        declined: 'Refused by the person',
        busy: 'Busy',
        'no-answer': 'No answer',
        cancelled: 'Given up',
        refused: 'Not connected',
      },
    },
  },

  people: {
    title: 'Colleagues',
    text: 'Everybody with an account here. A green dot means that a phone of theirs is on line.',
    search: 'Search by name or department',
    name: 'Name',
    department: 'Department',
    reach: 'Reach',
    online: 'On line',
    offline: 'Off line',
    call: (name: string) => `Call ${name}`,
    callVideo: (name: string) => `Call ${name} with video`,
    write: 'Write',
    writeTo: (name: string) => `Write to ${name}`,
    noneTitle: 'No colleagues yet',
    noneText: 'An administrator makes accounts for people; they appear here at once.',
    noneFound: 'Nobody found',
    noneFoundText: 'Try a part of the name, or the department.',
  },

  chat: {
    title: 'Chat',
  },

  softphone: {
    title: 'Softphone',
  },

  account: {
    title: 'Your account',
  },

  search: {
    title: 'Search',
  },

  conversation: {
    title: 'Conversations',
  },

  timeline: {
    title: 'Timeline',
  },

  hold: {
    title: 'Holds',
  },

  export: {
    title: 'Exports',
  },

  approval: {
    title: 'Approvals',
  },

  retention: {
    title: 'Retention',
  },

  trail: {
    title: 'Access trail',
  },

  call: {
    title: 'Call',
  },

  recording: {
    title: 'Recording',
  },

  archive: {
    title: 'Archive',
  },

  proof: {
    title: 'Proof',
  },

  dashboard: {
    title: 'Dashboard',
  },

  user: {
    title: 'Users',
  },

  group: {
    title: 'Groups',
  },

  live: {
    title: 'Live calls',
  },

  policy: {
    title: 'Policy',
  },

  firewall: {
    title: 'Firewall',
  },

  selftest: {
    title: 'Self-test',
  },

  certificate: {
    title: 'Certificates',
  },

  setting: {
    title: 'Settings',
  },

  log: {
    title: 'Logs',
  },

  backup: {
    title: 'Backups',
  },

  guard: {
    title: 'Guard',
  },
} as const;
