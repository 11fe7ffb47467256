import type { CivilDate } from "../../shared/calendar/civil-date.ts";
import { applicable } from "../../shared/law/applicable.ts";
import { findCommune } from "../../shared/places/places.ts";
import { routeOf, type Route } from "../../shared/places/routing.ts";
import { placeOfPerson, type Application } from "../../shared/registration/application.ts";
import type { Office } from "../../shared/registration/receipt.ts";

const authorityOn = (day: CivilDate) => applicable("filing", day).regime.authority.is;

/** The office of a commune under the law of a day. RangeError for a commune that there is none of. */
export function officeNamed(communeCode: string, day: CivilDate): Office {
  const commune = findCommune(communeCode);
  if (!commune) throw new RangeError(`no commune ${communeCode}`);
  return routeOf({ provinceCode: commune.provinceCode, communeCode, settled: true }, authorityOn(day)).office;
}

/** Where an application goes under the law of a day, and why. */
export const officeFor = (application: Application, day: CivilDate): Route => routeOf(placeOfPerson(application), authorityOn(day));
