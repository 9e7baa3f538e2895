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
    text: 'What must be let through for this server as it is set up now, and nothing else. Print it, or load it.',
    of: (server: string) => `Rules for ${server}`,
    print: 'Print the sheet',
    forms: {
      table: 'Table',
      nftables: 'nftables',
      iptables: 'iptables',
      ip6tables: 'ip6tables',
      windows: 'Windows',
      cloud: 'Cloud (JSON)',
      aws: 'AWS',
      terraform: 'Terraform',
    },
    how: {
      nftables:
        'Save the file, check it with "nft -c -f FILE" and load it with "nft -f FILE". It is a table of its own; other tables stay.',
      iptables:
        'Load it with "iptables-restore --noflush FILE", then once "iptables -I INPUT -j SALLYPORT-IN". The same for IPv6 with ip6tables.',
      ip6tables:
        'Load it with "ip6tables-restore --noflush FILE", then once "ip6tables -I INPUT -j SALLYPORT-IN".',
      windows: 'Run it in PowerShell as an administrator. Each run replaces the rules of the group Sallyport.',
      cloud: 'What every cloud asks for, without the words of any of them.',
      aws: 'For "aws ec2 authorize-security-group-ingress --group-id GROUP --ip-permissions file://FILE".',
      terraform: 'A resource of the AWS provider, from which others are easily made.',
    },
    inbound: 'Inbound',
    outbound: 'Outbound',
    protocol: 'Protocol',
    port: 'Port',
    from: 'From',
    to: 'To',
    carries: 'Carries',
    without: 'Without it',
    needed: 'needed',
    anywhere: 'anywhere',
    at: (own: string) => `at ${own}`,
    fromPort: (ports: string) => `from ${ports}`,
    remarks: 'Remarks',
    otherwise: 'Everything else inbound stays closed.',
    manage: 'Administered by SSH from',
    manageText: 'Networks, separated by commas; empty leaves SSH open, so that nobody is locked out.',
    managePlaceholder: '10.0.0.0/8, 2001:db8::/32',
    strict: 'Filter what the server sends as well',
    rules: 'the rules',
    download: (file: string) => `Download ${file}`,
  },

  selftest: {
    title: 'Self-test',
    text: 'Whether the server can be reached and does what it must, seen from itself and from another machine.',
    inside: 'From inside',
    outside: 'From outside',
    begin: 'Run the self-test',
    again: 'Run it again',
    noneTitle: 'No self-test was run since the start',
    noneText: 'It takes some seconds and disturbs no call.',
    progress: (done: number, all: number) => `Check ${Math.min(done + 1, all)} of ${all}`,
    verdicts: {
      ok: 'All is well',
      skipped: 'All is well',
      warning: 'It works; something should be looked at',
      failed: 'Something does not work',
    },
    counts: (ok: number, warning: number, failed: number) =>
      `${ok} well, ${warning} to be looked at, ${failed} failed`,
    states: {
      waiting: 'Waiting',
      running: 'Running',
      ok: 'Well',
      skipped: 'Left out',
      warning: 'To be looked at',
      failed: 'Failed',
    },
    groups: {
      parts: 'Parts of the server',
      reach: 'Ports',
      certificate: 'Certificate',
      media: 'Media',
      storage: 'Storage',
    },
    toDo: 'What to do:',
    outsideText:
      'A firewall shows only from outside. Open the link in a browser on a machine elsewhere, such as a phone without the office network, or paste the command there. Each test is answered by this server alone, and shows here what arrived.',
    host: 'Name or address that the other machine uses',
    hostText: 'The name that your colleagues use from outside.',
    invite: 'Make a link and a command',
    notYours: 'An administrator can make a link for another machine.',
    until: 'Until',
    linkTitle: 'A link for a browser',
    linkText: 'It opens once, without an account.',
    commandTitle: 'A command for a shell',
    commandText: 'It needs bash and curl, and says of each port whether it is as it should be.',
    seenTitle: 'What arrived here',
    visited: (address: string) => `The page was opened from ${address}.`,
    notVisited: 'The page was not opened yet.',
    mediaFrom: (addresses: string) => `Media checks arrived from ${addresses}.`,
    noMedia: 'No media check has arrived yet.',
    told: 'What the page found',
    pageTitle: 'Connection test',
    pageText:
      'An administrator asked you to test whether this browser reaches the phone server. It takes some seconds and sends nothing but what a call would.',
    pageBegin: 'Begin',
    noToken: 'This address has no token. Use the whole link that you were given.',
    pageGood: 'All is well: calls work from here. You can close this page.',
    pageBad:
      'Something is blocked on the way. The administrator sees the result; you can close this page.',
    outsideChecks: {
      https: 'The console answers (HTTPS)',
      websocket: 'Signalling gets through (WebSocket)',
      media: 'Media gets through (UDP)',
    },
    outsideAdvice: {
      https: 'The TCP port is blocked.',
      websocket: 'A proxy on the way may not let WebSocket through.',
      media: 'The UDP port is blocked, here or at the server.',
    },
  },

  certificate: {
    title: 'Certificates',
    text: 'What phones and browsers see when they connect, and what they must trust for it.',
    server: 'Certificate of the server',
    signer: 'Signed by',
    source: 'Comes from',
    own: 'the own authority of this server',
    brought: 'your files',
    clientsUse: 'Name that clients use',
    certificateFile: 'Certificate file',
    keyFile: 'Key file',
    authorityFile: 'Authority file',
    renews: 'Renewed by itself from',
    renewsNot: 'not by itself: replace the files in time',
    subject: 'Subject',
    issuer: 'Issuer',
    names: 'Names',
    from: 'Valid from',
    until: 'Valid until',
    fingerprint: 'Fingerprint (SHA-256)',
    key: 'Key',
    serial: 'Serial number',
    left: (days: number) => (days === 1 ? '1 day left' : `${days} days left`),
    over: 'Expired',
    authority: 'Download the authority',
    reload: 'Read the files again',
    reloaded: 'The files were read; new connections see the certificate in them.',
    renew: 'Renew now',
    renewed: 'A new certificate is in use.',
    renewTitle: 'Issue a new certificate?',
    renewText:
      'The same authority signs it, so phones that trust the authority notice nothing. Running connections keep the old one.',
    pending: 'The file holds another certificate than the one in use. It is taken into use within seconds.',
    missing: (names: string) => `These names are not in the certificate: ${names}. Add them to tls.names.`,
    hint: 'Replaced files are read within seconds, and no call is dropped.',
  },

  setting: {
    title: 'Settings',
    text: 'Every setting, what it is now, and where it was set. Settings are changed in the file and hold from the next start.',
    file: (file: string) => `Read from ${file}`,
    noFile: 'No settings file: every default holds.',
    problem: (what: string) => `The file could not be read now, and a start would fail: ${what}`,
    pending: (count: number) =>
      count === 1
        ? 'One setting in the file differs from what runs. It holds from the next start.'
        : `${count} settings in the file differ from what runs. They hold from the next start.`,
    find: 'Find a setting',
    findHint: 'Name, words, or value',
    which: 'Which settings',
    all: 'All',
    onlyChanged: 'Changed',
    onlyPending: 'Waiting',
    count: (shown: number, all: number) => `${shown} of ${all} settings`,
    none: 'Use fewer words, or show all.',
    changed: 'changed',
    pendingMark: 'from next start',
    pendingValue: 'From the next start:',
    setAt: (file: string, line: number) => `${file}, line ${line}`,
    standardHolds: 'default',
    standard: (value: string) => `default ${value}`,
  },

  log: {
    title: 'Logs',
    text: 'The last lines of the server\u2019s log. Secrets are left out; what peers sent is shown as text.',
    level: 'At least',
    levels: { trace: 'Trace', debug: 'Debug', info: 'Info', warn: 'Warning', error: 'Error' },
    find: 'Find in the lines',
    pause: 'Pause',
    resume: (count: number) => (count === 0 ? 'Go on' : `Go on (${count} new)`),
    noneTitle: 'No such line',
    noneText: 'Choose a lower level or another text. Lines appear here as they are written.',
    trace: 'Where it happened',
    hint: 'The newest line stands on top. The server keeps some ten thousand lines in memory; set log.file for more.',
  },

  backup: {
    title: 'Backups',
    text: 'Copies of the journal, recordings, accounts and keys, made while the server goes on. Keep them as safe as the keys.',
    make: 'Back up now',
    making: (name: string) => `Making ${name}:`,
    verifying: (name: string) => `Checking ${name}:`,
    progress: 'Progress',
    done: (done: string, total: string) => `${done} of about ${total}`,
    made: (name: string) => `Backup ${name} is made`,
    notMade: (name: string) => `Backup ${name} was not made`,
    verified: (name: string) => `Backup ${name} is whole`,
    notVerified: (name: string) => `Backup ${name} is not whole`,
    sameDisk:
      'Backups lie on the disk of the data itself: they do not survive its loss. Set backup.directory to another disk, or copy them away.',
    directory: 'Directory on the server',
    free: 'Free there',
    needs: 'A backup takes about',
    name: 'Name',
    finished: 'Finished',
    record: 'Up to record',
    files: 'Files',
    size: 'Size',
    check: 'Check',
    verify: 'Verify',
    verifyOf: (name: string) => `Verify ${name}`,
    notWhole: 'not whole',
    noneTitle: 'No backups yet',
    noneText: 'Make one now; the server goes on meanwhile.',
    hint: 'Restore on the command line: sallyport restore DIRECTORY --data NEW. Old backups keep what was purged since; delete them in time.',
  },

  guard: {
    title: 'Guard',
    text: 'Networks that are shut out because of scans, wrong passwords or by hand, and alarms.',
    alarms: 'Alarms',
    blocks: 'Networks that are shut out',
    network: 'Network',
    networkHint: 'An IP address; of IPv6 its /64 network is meant.',
    until: 'Until',
    reach: 'Who',
    reaches: { all: 'everybody', strangers: 'strangers', datagrams: 'datagrams' },
    times: 'Times',
    by: 'By',
    reason: 'Reason',
    action: 'Action',
    block: 'Shut out',
    blockTitle: 'Shut a network out',
    lasting: 'For how long',
    lastingHint: 'Such as 30m, 12h or 7d.',
    lift: 'Lift',
    liftOf: (network: string) => `Lift the block of ${network}`,
    liftTitle: (network: string) => `Let ${network} in again?`,
    liftText: 'The reason goes on record.',
    noneTitle: 'Nobody is shut out',
    noneText: 'Networks that scan or try passwords appear here by themselves.',
  },

  version: {
    title: 'Version',
    text: 'What runs here, and what it is made of.',
    product: 'Version',
    commit: 'Commit',
    unknown: 'not told by the build',
    started: 'Running since',
    domain: 'Domain',
    node: 'Node',
    java: 'Java',
    system: 'System',
    database: 'Database',
    migrations: 'Database scripts',
    migrationsOf: (applied: number, newest: number) => `${applied} of ${newest} applied`,
    behind: (applied: number, newest: number) =>
      `The database has ${applied} of ${newest} scripts. The next start applies the others.`,
    parts: (count: number) => `Parts by others (${count})`,
    partsLabel: 'Parts by others',
    find: 'Find a part',
    name: 'Name',
    version: 'Version',
    licence: 'Licence',
  },
} as const;
