import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import { strings } from '../strings';
import { phone } from './line';

/** Calls somebody from wherever one is, and shows the call; says what stands in the way. */
export function useDial(): (address: string, video: boolean, display?: string) => void {
  const navigate = useNavigate();
  return useCallback(
    (address, video, display = '') => {
      void phone.dial(address, video, display).then(problem => {
        if (problem) {
          notifications.show({ color: 'red', title: strings.phone.notCalled, message: problem });
        } else {
          void navigate('/phone');
        }
      });
    },
    [navigate],
  );
}
