#pragma once
// The hours in which a site's owner lets it take part, as the site announced them: when they next
// end and begin, counted from its answer. They come again every day. A change of the site's own
// clock (summer time) is known with its next answer.

#include <optional>

#include "common/base/time.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::coordinator {

class SiteHours {
 public:
  SiteHours() = default;  // the whole day
  // What makes no sense is taken for the whole day: the site itself refuses outside its hours.
  SiteHours(const v1::JobAnswer& answer, Instant now);

  bool IsOpen(Instant now) const;
  // When it opens next; only while it is closed.
  Instant OpensAt(Instant now) const;

 private:
  Duration SinceOpening(Instant now) const;  // below a day

  bool whole_day_ = true;
  Instant opening_{};  // one of them
  Duration open_for_{};
};

}  // namespace hansa::coordinator
