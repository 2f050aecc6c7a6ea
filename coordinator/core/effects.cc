#include "coordinator/core/effects.h"

#include <iterator>

namespace hansa::coordinator {
namespace {

template <typename T>
void MoveTo(std::vector<T>& to, std::vector<T>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

void Effects::Append(Effects&& more) {
  MoveTo(culprits, more.culprits);
  MoveTo(persist, more.persist);
  MoveTo(sends, more.sends);
  MoveTo(serves, more.serves);
  MoveTo(uploads, more.uploads);
  MoveTo(work, more.work);
  MoveTo(events, more.events);
  MoveTo(checks, more.checks);
  MoveTo(faults, more.faults);
}

}  // namespace hansa::coordinator
