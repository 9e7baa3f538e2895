import { PageTitle } from '../base/PageTitle';
import { strings } from '../strings';
import { PeopleList } from './PeopleList';

/** Everybody of this server, to be found, called and written to. */
export default function PeoplePage() {
  return (
    <>
      <PageTitle title={strings.people.title} text={strings.people.text} />
      <PeopleList />
    </>
  );
}
