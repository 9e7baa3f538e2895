import { pages as accountPages } from '../account/pages';
import { pages as approvalPages } from '../approval/pages';
import { pages as archivePages } from '../archive/pages';
import { pages as backupPages } from '../backup/pages';
import { pages as callPages } from '../call/pages';
import { pages as certificatePages } from '../certificate/pages';
import { pages as chatPages } from '../chat/pages';
import { pages as conversationPages } from '../conversation/pages';
import { pages as dashboardPages } from '../dashboard/pages';
import { pages as exportPages } from '../export/pages';
import { pages as firewallPages } from '../firewall/pages';
import { pages as groupPages } from '../group/pages';
import { pages as guardPages } from '../guard/pages';
import { pages as holdPages } from '../hold/pages';
import { pages as livePages } from '../live/pages';
import { pages as logPages } from '../log/pages';
import { pages as peoplePages } from '../people/pages';
import { pages as phonePages } from '../phone/pages';
import { pages as policyPages } from '../policy/pages';
import { pages as proofPages } from '../proof/pages';
import { pages as retentionPages } from '../retention/pages';
import { pages as searchPages } from '../search/pages';
import { pages as selftestPages } from '../selftest/pages';
import { pages as settingPages } from '../setting/pages';
import { pages as softphonePages } from '../softphone/pages';
import { pages as timelinePages } from '../timeline/pages';
import { pages as trailPages } from '../trail/pages';
import { pages as userPages } from '../user/pages';
import { pages as versionPages } from '../version/pages';
import type { Page } from './page';

/** Every page of the console, noun by noun. */
export const pages: readonly Page[] = [
  ...phonePages,
  ...peoplePages,
  ...chatPages,
  ...softphonePages,
  ...accountPages,
  ...searchPages,
  ...conversationPages,
  ...timelinePages,
  ...holdPages,
  ...exportPages,
  ...approvalPages,
  ...retentionPages,
  ...trailPages,
  ...callPages,
  ...archivePages,
  ...proofPages,
  ...dashboardPages,
  ...userPages,
  ...groupPages,
  ...livePages,
  ...policyPages,
  ...firewallPages,
  ...selftestPages,
  ...certificatePages,
  ...settingPages,
  ...logPages,
  ...backupPages,
  ...guardPages,
  ...versionPages,
];
