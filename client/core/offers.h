#pragma once
// Jobs shown to the site: each is answered once per offer, with every reason when it is declined.
// Accepted jobs are kept for the tasks that follow.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>

#include "client/core/site_context.h"

namespace hansa::client {

class Offers {
 public:
  // At most this many wait for their data check at a time; more are declined.
  static constexpr size_t kWaiting = 64;

  void Take(Turn& turn, const v1::JobOffer& offer);
  // False when `result` answers nothing that an offer waits for.
  bool Checked(Turn& turn, const ColumnsChecked& result);
  // The check itself failed.
  bool Refused(Turn& turn, const WorkRefused& result);

  // An accepted job; null when it is none.
  JobHandle Find(const std::string& digest) const;
  // Whether an accepted job, by its digest in hex, was offered on this connection. A coordinator
  // offers what it runs whenever a site connects: another job has ended while the site was away.
  bool Runs(const std::string& job_digest) const { return offered_.contains(job_digest); }
  void End(Turn& turn, const v1::JobEnded& ended);
  // The owner resumed the site: what it declined for no other reason is looked at again.
  void Resumed(Turn& turn);
  // Offers belong to a connection; accepted jobs outlive it.
  void ConnectionLost() {
    waiting_.clear();
    paused_.clear();
    offered_.clear();
  }

 private:
  struct Waiting {
    uint64_t offer_id = 0;
    bool dry_run = false;
    JobHandle job;
    bool again = false;  // it was declined for the pause
  };
  void Check(Turn& turn, Waiting offer);
  void Answer(Turn& turn, const Waiting& offer, std::vector<Reason> reasons, HoursAhead hours);
  void Accept(JobHandle job);

  std::map<WorkNumber, Waiting> waiting_;
  std::deque<Waiting> paused_;      // declined for the pause alone, the oldest first
  std::deque<JobHandle> accepted_;  // the longest accepted first
  std::set<std::string> offered_;   // of these, on this connection
};

}  // namespace hansa::client
