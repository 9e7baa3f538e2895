import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { IconMessage } from '@tabler/icons-react';
import { url } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { PageTitle } from '../base/PageTitle';
import { strings } from '../strings';
import { useConversations } from './chat';
import classes from './chat.module.css';
import { ConversationList } from './ConversationList';
import { ConversationView } from './ConversationView';
import { NewConversation } from './NewConversation';

/** Chat: with whom, and what was written. */
export default function ChatPage() {
  const { user } = useParams();
  const list = useConversations();
  const navigate = useNavigate();
  const [choosing, setChoosing] = useState(false);
  return (
    <>
      <PageTitle title={strings.chat.title} />
      <div className={classes.page} data-open={user ? true : undefined}>
        <ConversationList list={list} chosen={user} onNew={() => setChoosing(true)} />
        {user ? (
          <ConversationView key={user} peer={user} known={list.items.find(entry => entry.user === user)} />
        ) : (
          <div className={`${classes.panel} ${classes.talk}`}>
            <EmptyState icon={IconMessage} title={strings.chat.choose} text={strings.chat.chooseText} />
          </div>
        )}
      </div>
      <NewConversation
        opened={choosing}
        onClose={() => setChoosing(false)}
        onChosen={chosen => {
          setChoosing(false);
          void navigate(url`/chat/${chosen}`);
        }}
      />
    </>
  );
}
