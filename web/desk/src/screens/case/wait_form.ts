// Until when a case waits, as its fields hold it. Only "for the person" may go without a day, and an hour needs one.
import type { WaitRequest } from "../../api/types.ts";

export interface WaitForm {
  stage: WaitRequest["stage"];
  /// YYYY-MM-DD, or empty.
  date: string;
  /// HH:MM, or empty: the whole day.
  time: string;
}

export const misses_day = ({ stage, date, time }: WaitForm): boolean => date === "" && (stage !== "waiting_person" || time !== "");

/// As the desk takes it.
export function wait_of({ stage, date, time }: WaitForm): Pick<WaitRequest, "stage" | "until"> {
  return { stage, ...(date === "" ? {} : { until: time === "" ? date : `${date}T${time}` }) };
}
