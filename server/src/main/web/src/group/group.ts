/** A group and who is in it, by address. */
export interface GroupOfPeople {
  name: string;
  members: string[];
}
