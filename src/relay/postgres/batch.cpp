#include "relay/postgres/batch.h"

namespace waymark::relay {
namespace {

void add_envelope(const PutJob& job, Bytes bytes, Way way, BatchSeen& seen, BatchChanges& changes) {
  changes.envelopes.insert_or_assign(job.id, BatchChanges::Row{job.day, std::move(bytes), job.word});
  seen.held[job.id] = {.copy = !job.word.empty()};
  ++seen.tally[job.day];
  ++seen.in_all;
  if (way == Way::kToken) {
    seen.good_tokens.erase(*job.admission.token);
    changes.tokens_spent.insert(*job.admission.token);
  }
  arrived(job.admission, way);
}

HalfOutcome decide_half(const PutJob& job, Way way, BatchSeen& seen, BatchChanges& changes) {
  const auto other = seen.halves.find({job.id, !job.second});
  if (other == seen.halves.end()) {
    seen.halves.insert_or_assign({job.id, job.second}, job.bytes);
    Bytes token = way == Way::kToken ? to_bytes(*job.admission.token) : Bytes{};
    changes.halves_kept.insert_or_assign({job.id, job.second},
                                         BatchChanges::Row{job.day, job.bytes, {}, std::move(token)});
    return job.second ? HalfOutcome::kSecond : HalfOutcome::kFirst;
  }
  auto whole = join_halves(job.day, {.id = job.id, .second = job.second, .bytes = job.bytes}, other->second);
  changes.halves_gone.insert(job.id);
  for (const bool second : {false, true}) {
    seen.halves.erase({job.id, second});
    changes.halves_kept.erase({job.id, second});
  }
  if (!whole) return HalfOutcome::kMalformed;
  add_envelope(job, std::move(*whole).take(), way, seen, changes);
  return HalfOutcome::kStored;
}

HalfOutcome answer(const PutJob& job, const BatchSeen& seen) {
  const auto held = seen.held.find(job.id);
  if (held != seen.held.end())
    return held->second.receipted && !held->second.copy ? HalfOutcome::kCopied : HalfOutcome::kStored;
  if (seen.halves.contains({job.id, false})) return HalfOutcome::kFirst;
  return seen.halves.contains({job.id, true}) ? HalfOutcome::kSecond : HalfOutcome::kNone;
}

/// What came as a copy before and now from its sender is handed on as any other.
void take_over(const PutJob& job, BatchSeen::Held& held, BatchChanges& changes) {
  if (!held.copy || !job.word.empty()) return;
  held.copy = false;
  held.receipted = false;
  const auto fresh = changes.envelopes.find(job.id);
  if (fresh == changes.envelopes.end())
    changes.taken_over.insert(job.id);
  else
    fresh->second.word.clear();
}

}  // namespace

Result<HalfOutcome> decide(const PutJob& job, const Quotas& quotas, BatchSeen& seen, BatchChanges& changes) {
  if (job.kind == PutJob::Kind::kBeat) return HalfOutcome::kNone;
  if (job.kind == PutJob::Kind::kQuestion) return answer(job, seen);
  // A repeated put is answered by what is there, also when nothing more fits.
  if (const auto held = seen.held.find(job.id); held != seen.held.end()) {
    take_over(job, held->second, changes);
    return HalfOutcome::kStored;
  }
  const bool good = job.admission.token && seen.good_tokens.contains(*job.admission.token);
  LET(const Way way, way_in(job.admission, rooms_within(quotas, seen.tally[job.day], seen.in_all), good));
  if (job.kind == PutJob::Kind::kHalf) return decide_half(job, way, seen, changes);
  add_envelope(job, job.bytes, way, seen, changes);
  return HalfOutcome::kStored;
}

}  // namespace waymark::relay
