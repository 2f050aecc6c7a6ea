#pragma once
// One job from its first offer to its end: routes inputs to the phase under way, and knows which
// phase follows which outcome (docs/protocol/rounds.md has the table). Each round ends in success
// or in a stated failure; so does the job. Pure; not thread-safe.

#include <deque>
#include <memory>
#include <optional>

#include "coordinator/core/job_input.h"
#include "coordinator/core/sum_session.h"

namespace hansa::coordinator {

class JobMachine {
 public:
  struct Plan {
    std::string job_id;
    std::shared_ptr<const JobSpec> spec;
    uint64_t seed = 0;  // of the initial weights
    UnixMillis submitted_unix_ms = 0;
    uint64_t next_version = 0;    // free number of the model's name
    ScriptHandle script;          // of a network that is a TorchScript file
    ModelHandle evaluated;        // of a job with task "evaluate": the version
    Normalisation normalisation;  // as far as it is known; `spec` has it
    // A job that an earlier process left running.
    struct Resume {
      ModelHandle base;  // its newest version; null: none was published yet
      uint32_t rounds_done = 0;
      v1::JobRecord record;  // as last persisted
      // The round under way. Without it, updates may have been asked for that nobody remembers (a
      // store restored from a backup): the round begins again from a void version.
      std::optional<v1::RoundRecord> round;
      SessionSteps steps;        // of its session
      StoredVectors stored;      // that either names
      v1::JobProgress progress;  // of the job's record
      bool paused = false;
    };
    std::optional<Resume> resume;
  };
  JobMachine(Plan plan, Services services);

  Effects Step(JobInput input, Now now);
  std::optional<Instant> NextWake() const;

  // Whether a message that names this offer, task, model or session is this job's, also when it is
  // late.
  bool Claims(const v1::ToCoordinator& message) const;
  // Whether the message asks for the TorchScript file of a task that its sender has.
  bool Lends(const SiteMessage& message) const;

  bool over() const { return phase_ == nullptr && begun_; }
  const std::string& id() const { return context_.id; }
  const JobSpec& spec() const { return *context_.spec; }
  const v1::JobRecord& record() const { return context_.record; }
  uint64_t round() const { return context_.round.number; }  // under way, or the next
  // Names of its latest tasks and sessions that are over, newest last.
  const std::deque<std::string>& past() const { return past_; }
  std::string_view phase() const { return phase_ ? phase_->name() : "over"; }
  // What it waits for, for people; empty: for nothing but the sites at work.
  std::string Waiting(Now now) const { return phase_ ? phase_->Waiting(context_, now) : ""; }
  // What a pause would do now (job_pause.cc).
  enum class PauseEffect { kAtOnce, kAfterRound, kGivesRoundUp };
  PauseEffect EffectOfPause(bool abandon) const;
  bool IsAble(const SiteId& site) const { return context_.candidates.IsAble(site); }
  std::vector<Verdict> verdicts() const {
    return context_.candidates.Verdicts(context_.membership());
  }

 private:
  Outcome Route(Turn& turn, JobInput& input);
  Outcome Begin(Turn& turn);
  // Goes on where an earlier process was (job_resume.cc).
  Outcome Resume(Turn& turn);
  // Nobody knows, or can tell, how far the round was.
  Outcome ResumeUnknown(Turn& turn, const std::string& why);
  Outcome ResumePhase(Turn& turn, const v1::RoundRecord& record);
  Outcome ResumeMeasuring(Turn& turn, const v1::RoundRecord& record);
  Result<> RestoreRound(Turn& turn, const v1::RoundRecord& record);
  Outcome GiveRoundUp(Turn& turn, const std::string& reason, bool spent);
  v1::RoundRecord SaveRound() const;
  Outcome Join(Turn& turn, const SiteJoined& joined);
  Outcome Leave(Turn& turn, const SiteLeft& left);
  Outcome Take(Turn& turn, const SiteMessage& message);
  Outcome TakeAnswer(Turn& turn, const SiteMessage& message);
  void SendModel(Turn& turn, const SiteMessage& message);
  // How fast links are, for plans.
  void NoteFetch(Turn& turn, const SiteId& site, const v1::BlobRequest& request, uint64_t size);
  void NoteUploads(Turn& turn, const JobInput& input);
  void NoteExpected(Turn& turn);

  // The transitions.
  Outcome Move(Turn& turn, Outcome::value_type& outcome);
  Outcome AfterSelection(Turn& turn, SitesSelected& selected);
  Outcome AfterPublication(Turn& turn, const v1::PublicationRecord& published);
  // job_round_end.cc
  void TellRoundFinished(Turn& turn);
  struct LastRound {
    std::string code, reason;  // JobFinished's, if nothing else comes between
  };
  std::optional<LastRound> IsLastRound() const;
  Outcome AfterRound(Turn& turn);
  Outcome AfterLostRound(Turn& turn, const RoundLost& lost);
  void CountFailure();
  // The version stands without metrics (job_remeasuring.cc).
  Outcome AfterUnmeasured(Turn& turn, const RoundUnmeasured& lost);
  Outcome MeasureAgain(Turn& turn, const SitesSelected& selected);
  // All rounds are over: a threshold is published first where there is one (job_threshold.cc).
  Outcome AfterLastRound(Turn& turn, const std::string& code, const std::string& reason);
  Outcome EndWithoutThreshold(Turn& turn, const v1::PublicationRecord& end, const std::string& why);
  // Rounds of statistics (job_statistics.cc).
  uint64_t FirstRound() const;
  bool IsCounting() const;    // the round under way asks for statistics
  bool IsRepeatable() const;  // the round's question may be asked again when it is spent
  Outcome AfterCounting(Turn& turn, ColumnsCounted& counted);
  Outcome StartRound(Turn& turn, uint64_t number, uint32_t attempt);
  Outcome Enter(Turn& turn, std::unique_ptr<Phase> phase);
  Outcome Publish(Turn& turn, PublishWork::Kind kind);

  // job_pause.cc
  Outcome Pause(Turn& turn, bool abandon);
  Outcome Continue(Turn& turn);
  Outcome EnterPaused(Turn& turn);
  // The round's sites are given back, and what it took is counted; once a round.
  void CloseRound(Turn& turn);
  void CountCost(Turn& turn);  // time and bytes since it was last called

  void LeavePhase(Turn& turn);
  void NoteSessionsPast();
  void CountSent(Turn& turn);
  void EndTasks(Turn& turn, const std::string& outcome);
  void Finish(Turn& turn, const std::string& state, const std::string& code,
              const std::string& reason);
  bool IsLate(const std::string& name) const;

  JobContext context_;
  std::unique_ptr<Phase> phase_;
  Instant phase_started_{};
  Instant job_started_{};
  Instant counted_until_{};  // of the time that the job has run
  bool begun_ = false;
  std::optional<Plan::Resume> resume_;  // until it is begun
  uint32_t resumes_ = 0;                // of the attempt under way
  bool made_threshold_ = false;
  bool round_open_ = false;  // RoundStarted was told, and neither of its ends yet
  size_t counted_sends_ = 0, counted_serves_ = 0;  // of this step, already in a round's bytes
  uint32_t failures_in_a_row_ = 0;
  std::deque<std::string> past_;  // tasks and sessions that are over, newest last
  std::map<SiteId, std::vector<std::string>> declined_;  // told already, with these reasons
};

}  // namespace hansa::coordinator
