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
  },

  people: {
    title: 'Colleagues',
  },

  chat: {
    title: 'Chat',
    conversations: 'Conversations',
    newConversation: 'Write to somebody',
    findPerson: 'Name or department',
    nobodyFound: 'No colleague of that name. Try a part of it.',
    none: 'No conversations yet',
    noneText: 'Choose a colleague above and write the first line.',
    choose: 'Choose a conversation',
    chooseText: 'Or write to somebody new. What is written is on record as your company has set out.',
    noLines: 'Nothing written yet',
    noLinesText: 'Write the first line below. It arrives on all phones of your colleague.',
    back: 'Back to the conversations',
    with: (name: string) => `Conversation with ${name}`,
    write: (name: string) => `Write to ${name}`,
    send: 'Send',
    hint: 'Enter sends, Shift and Enter begin a new line.',
    tooLong: 'This is too long for one message. Send it in parts.',
    draft: 'Draft:',
    you: 'You:',
    unread: (count: string) => `${count} unread`,
    more: (letters: number) => `Show all (${letters.toLocaleString('en')} characters)`,
    less: 'Show less',
    gone: 'No longer kept',
    unreadable: 'This cannot be shown as text',
    masked: 'Masked',
    maskedText: 'The rules of your company took a part of it out before it was delivered.',
    states: {
      sent: 'Sent',
      delivered: 'Delivered',
      held: 'Held for review',
      rejected: 'Not released',
      refused: 'Refused',
    },
    stateText: {
      sent: 'On record; waits until a phone or the page of your colleague takes it.',
      delivered: 'A device of your colleague has it.',
      held: 'A reviewer decides whether it is delivered.',
      rejected: 'A reviewer decided that it is not delivered.',
      refused: 'It contains what may not be sent, and was not delivered.',
    },
    leaving: {
      sending: 'Sending',
      taken: 'Sent',
      unanswered: 'Not sent yet',
      refused: 'Not sent',
    },
    noAnswer: 'The server does not answer. It is tried again by itself once it does.',
    edit: 'Edit',
    discard: 'Discard',
    serverOnly: 'The server itself writes here. Nobody reads answers.',
    notKnown: 'This account cannot be written to any more.',
    lineFrom: (name: string) => `New message from ${name}`,
    openConversation: 'Open',
  },

  softphone: {
    title: 'Softphone',
    text: 'Calls and messages also on a phone or a program of your own. All of your devices ring together.',
    noPort: 'No port for softphones is open on this server. Ask your administrator.',
    trust: '1. Trust the server',
    trustText:
      'The certificate of this server is signed by its own authority, which your device does not know yet. Download its certificate, compare the fingerprint with the one that your administrator gives you, and add it to the trusted certificates of the device or, for baresip and linphonec, to their settings.',
    certificate: 'Certificate of the authority',
    fingerprint: 'SHA-256 fingerprint',
    account: '2. Set up the account',
    accountAlone: 'Set up the account',
    others: 'Others',
    linphoneSteps: [
      'Install Linphone and open it. In its assistant, choose the QR code, or “Fetch remote configuration” to enter the link.',
      'Show the code here and scan it. It holds no password.',
      'Linphone asks for your password when it registers. Enter the one that your phones use.',
    ],
    localOnly:
      'This page was opened under a name that leads to this computer alone. A phone cannot follow the code; open this page under the name of the server in your network.',
    qr: 'QR code that sets up Linphone',
    showCode: 'Show the QR code',
    link: 'Link',
    linkEnds: 'Opens once, until',
    linkOver: 'The link has ended.',
    again: 'Make a new one',
    orFile: 'Where Linphone cannot reach this page, give it the file:',
    file: 'sallyport-linphone.xml',
    linphoneRc: 'For linphonec, in its rc file (put your password in the place of PASSWORD)',
    baresipText:
      'Put the line into the file accounts, with your password in the place of PASSWORD, and start baresip.',
    baresipAccounts: 'File accounts',
    baresipConfig: 'File config',
    baresipModule: 'In the file config, take the # away from “module srtp.so”.',
    othersText: 'Any phone for SIP over TLS with SRTP works with these values.',
    user: 'User name, also login',
    password: 'Password',
    passwordText: 'That of your account as your administrator set it',
    domain: 'Domain, also realm',
    proxy: 'Proxy, also outbound proxy',
    transport: 'Transport',
    encryption: 'Media encryption',
    encryptionText: 'SRTP (SDES), mandatory',
    stun: 'STUN, TURN, ICE',
    stunText: 'Not needed; leave them empty',
    then: 'Then',
    thenSteps: [
      'Call or write to a colleague by name, such as bob.',
      'A password that you changed under your account counts for this page alone; phones keep the one that your administrator set.',
      'If the phone does not register: the name of the server must be the one above, not a number, and the clock of the device must be right.',
    ],
  },

  account: {
    title: 'Your account',
    you: 'You',
    name: 'Name',
    user: 'User name',
    role: 'Role',
    since: 'Signed in',
    ends: 'Session ends at the latest',
    passwords: {
      title: 'Password',
      text: 'For this page. Phones keep the password that your administrator set. You are signed out everywhere and sign in again.',
      old: 'Present password',
      oldNeeded: 'Enter the password that you have now.',
      password: 'New password',
      rule: (letters: number) =>
        `At least ${letters} characters, without your user name. Some words that only you put together are best.`,
      tooShort: (letters: number) => `At least ${letters} characters.`,
      again: 'New password again',
      differs: 'The two are not the same.',
      submit: 'Change the password',
      done: 'The password is changed. Sign in with the new one.',
    },
    factor: {
      title: 'Second factor',
      text: 'A code of an authenticator app beside the password, so that a stolen password opens nothing.',
      on: 'A second factor is set up.',
      off: 'No second factor is set up.',
      recovery:
        'Keep the secret that is shown at set-up in a safe place, or scan the code with a second device too. If the app is lost, your administrator sets a new password and removes the factor; there are no recovery codes.',
      setUp: 'Set up a second factor',
      remove: 'Remove the second factor',
      removeText: 'Enter your password to show that it is you. Afterwards the password alone opens your account.',
      password: 'Password',
    },
    notices: {
      title: 'Notifications',
      text: 'Of this browser. Lines are counted in the navigation and the title in any case.',
      granted: 'This browser may tell of messages and calls while another window is in front.',
      ask: 'Let this browser notify me',
      denied: 'The browser forbids notifications for this page. Allow them in its settings for this site.',
      unsupported: 'This browser has no notifications.',
      messages: 'Tell of a new message',
      choices: {
        text: 'With its beginning',
        name: 'Only from whom',
        off: 'Not at all',
      },
    },
    keys: {
      title: 'API keys',
      text: 'With a key a program acts for you, within what you choose here, and never beyond your role.',
      none: 'No keys',
      noneText: 'Make one for a program that shall use the API.',
      make: 'Make a key',
      label: 'Name',
      labelText: 'What it is for, for example nightly export',
      labelNeeded: 'Give it a name, so that you know later what it is for.',
      scopes: 'What it may do',
      scopeNeeded: 'A key without this could do nothing.',
      lasts: 'Valid for',
      days: (days: string) => `${days} days`,
      expires: 'Expires',
      used: 'Last used',
      made: 'Your new key',
      madeText: 'Copy it now: it is not shown again. Whoever has it can act for you.',
      key: 'the key',
      kept: 'I have kept it',
      revoke: 'Revoke',
      revokeOf: (label: string) => `Revoke ${label}`,
      revokeText: (label: string) => `Programs that use “${label}” are turned away from now on.`,
    },
    scopes: {
      phone: 'Call and write, own history',
      'read-content': 'Read what assigned people said',
      decide: 'Holds, exports, approvals',
      'read-trail': 'Access trail and proofs',
      'read-state': 'Figures, settings, logs',
      administer: 'Users, policy, live calls, backups',
    },
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
