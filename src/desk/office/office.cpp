// Opening the office.
#include "desk/office/office.h"

#include "desk/keyring/office_values.h"
#include "desk/office/core.h"
#include "desk/staff/access_epoch.h"

namespace waymark::desk {

Office::Office(std::unique_ptr<office::Core> core)
    : core_(std::move(core)),
      doors_(*core_),
      joining_(*core_),
      people_(*core_),
      account_(*core_),
      list_(*core_),
      cases_(*core_),
      search_(*core_),
      facts_(*core_),
      items_(*core_),
      incidents_(*core_),
      ends_(*core_),
      library_(*core_),
      answers_(*core_),
      pasted_(*core_),
      numbers_(*core_),
      oversight_(*core_),
      upkeep_(*core_) {}

Office::~Office() = default;

Result<std::unique_ptr<Office>> Office::open(OfficeParts parts) {
  TRY(instance_of(*parts.store));
  auto core = std::make_unique<office::Core>(std::move(parts));
  LET(core->known_epoch, access_epoch(core->store()));
  LET(core->calendar, StatCalendar::read(core->store()));
  return std::unique_ptr<Office>(new Office(std::move(core)));
}

}  // namespace waymark::desk
