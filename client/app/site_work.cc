#include "client/app/site_work.h"

#include <algorithm>

#include "client/app/local_clock.h"
#include "client/app/statistics_of.h"
#include "client/app/vector_work.h"
#include "common/base/log.h"
#include "common/base/stop_point.h"
#include "common/base/text.h"

namespace hansa::client {

SiteWork::SiteWork(Parts parts)
    : parts_(std::move(parts)),
      download_(CachedModels(parts_.cache, parts_.config.model_cache)),
      trainer_(parts_.trainer) {}

Result<> SiteWork::Do(Work work) {
  if (auto* facts = std::get_if<AskFacts>(&work)) return Do(*facts);
  if (auto* columns = std::get_if<AskColumns>(&work)) Do(*columns);
  if (auto* data = std::get_if<AskData>(&work)) Do(*data);
  if (auto* train = std::get_if<TrainModel>(&work)) Do(*train);
  if (auto* encode = std::get_if<EncodeTrained>(&work)) Do(*encode);
  if (auto* evaluate = std::get_if<EvaluateModel>(&work)) Do(*evaluate);
  if (auto* count = std::get_if<CountRows>(&work)) Do(*count);
  if (auto* mask = std::get_if<MaskInput>(&work)) Do(*mask);
  if (const auto* fetch = std::get_if<FetchModel>(&work)) download_.Begin(*fetch);
  if (const auto* fetch = std::get_if<FetchScript>(&work)) download_.Begin(*fetch);
  if (const auto* fetch = std::get_if<FetchMessage>(&work)) download_.Begin(*fetch);
  if (std::holds_alternative<StopFetching>(work)) download_.Stop();
  if (std::holds_alternative<WarmTrainer>(work)) trainer_.Warm();
  return Success();
}

void SiteWork::Do(AskColumns& work) {
  background_.Post([this, work, config = parts_.config]() -> std::function<void()> {
    ColumnsChecked answer{.work = work.work, .columns = {}, .fault = std::nullopt};
    Result<std::vector<std::string>> columns = CheckColumns(*work.job, config);
    if (columns.ok())
      answer.columns = *std::move(columns);
    else  // `why` may list what the site has: it stays here
      answer.fault = Reason{std::string(DataFaultCode(columns.error())), columns.error().what};
    answer.local_minute_of_day = LocalMinuteOfDay(ReadClocks().unix_ms);
    return [this, answer] { parts_.results.emplace_back(answer); };
  });
}

void SiteWork::Do(AskData& work) {
  if (const HeldDataHandle held = data_.Find(*work.job, StampsOf(parts_.config)))
    return DataThere(work.work, work.job, held);
  background_.Post([this, work, config = parts_.config]() -> std::function<void()> {
    const Result<HeldDataHandle> held = HoldData(*work.job, config);
    if (held.ok()) return [this, work, data = *held] { DataThere(work.work, work.job, data); };
    return [this, work, error = held.error()] {
      LogError(error.Text());
      parts_.results.emplace_back(
          WorkRefused{work.work, std::string(DataFaultCode(error)), error.what});
    };
  });
}

void SiteWork::DataThere(WorkNumber work, const JobHandle& job, const HeldDataHandle& data) {
  if (data_.Latest(job->digest) != data) {
    data_.Keep(data);
    parts_.outbox.HoldForLeak(data->arrays.train_x);
    LogInfo(StrCat("data for job ", job->name, ": ", data->report.Text()));
    const Result<> noted = parts_.reports.NoteData(job, data->report, data->columns);
    if (!noted.ok()) LogError(noted.error().Text());
  }
  parts_.results.emplace_back(DataBuilt{.work = work,
                                        .digest = data->digest,
                                        .train_rows = data->report.rows_train,
                                        .evaluate_rows = data->report.rows_evaluate,
                                        .columns = data->columns});
}

Result<> SiteWork::Do(AskFacts& work) {
  const Now now = ReadClocks();
  FactsRead facts;
  facts.work = work.work;
  facts.answered = HANSA_TRY(
      parts_.journal.Answered(work.task_digest, work.base_model_sha256, work.data_digest));
  facts.doubtful = HANSA_TRY(parts_.journal.MayHaveAnswered(work.job_digest, work.base_version));
  facts.tasks_last_24h = static_cast<uint32_t>(HANSA_TRY(
      parts_.journal.AnsweredBetween(now.unix_ms - int64_t{24} * 3600 * 1000, now.unix_ms)));
  facts.local_minute_of_day = LocalMinuteOfDay(now.unix_ms);
  facts.highest_session = HANSA_TRY(parts_.journal.HighestSession(work.coordinator_key));
  if (!work.train) {
    parts_.results.emplace_back(facts);
    return Success();
  }
  const bool small = !parts_.updates.IsLarge(work.job_digest);
  Compute(small, [facts, job = work.job_digest, updates = parts_.updates]() mutable -> Input {
    if (auto kept = updates.Find(job))
      facts.kept = std::make_shared<const KeptAnswer>(
          KeptAnswer{std::move(kept->facts), std::move(kept->vector)});
    return facts;
  });
  return Success();
}

void SiteWork::Do(TrainModel& work) {
  HeldDataHandle data = data_.Latest(work.job->digest);
  if (data == nullptr)
    return parts_.results.push_back(
        WorkRefused{work.work, "data_unavailable", "the data set is gone"});
  trainer_.Begin(work, std::move(data), ReadClocks().instant);
  StopPoint("training");
}

void SiteWork::Do(EvaluateModel& work) {
  HeldDataHandle data = data_.Latest(work.job->digest);
  if (data == nullptr)
    return parts_.results.push_back(
        WorkRefused{work.work, "data_unavailable", "the data set is gone"});
  trainer_.Begin(work, std::move(data), ReadClocks().instant);
}

void SiteWork::Do(CountRows& work) {
  background_.Post([this, work, config = parts_.config]() -> std::function<void()> {
    const Result<ColumnCounts> counts = CountColumns(*work.job, config);
    if (counts.ok())
      return [this, work, found = *counts] { RowsThere(work.work, work.job, found); };
    return [this, work, error = counts.error()] {
      LogError(error.Text());
      parts_.results.emplace_back(
          WorkRefused{work.work, std::string(DataFaultCode(error)), error.what});
    };
  });
}

void SiteWork::RowsThere(WorkNumber work, const JobHandle& job, const ColumnCounts& counts) {
  LogInfo(StrCat("statistics for job ", job->name, ": ", counts.rows, " rows of ",
                 counts.report.rows_found, " found; dropped: ", counts.report.DropsText()));
  const Result<> noted = parts_.reports.NoteData(job, counts.report, counts.columns_read);
  if (!noted.ok()) LogError(noted.error().Text());
  parts_.results.emplace_back(RowsCounted{.work = work,
                                          .statistics = StatisticsOf(counts),
                                          .digest = counts.digest,
                                          .rows = counts.rows,
                                          .columns = counts.columns_read});
}

void SiteWork::Compute(bool small, std::function<Input()> work) {
  if (small) return parts_.results.push_back(work());
  vectors_.Post([this, work = std::move(work)]() -> std::function<void()> {
    auto input = std::make_shared<Input>(work());
    return [this, input] { parts_.results.push_back(std::move(*input)); };
  });
}

void SiteWork::Do(EncodeTrained& work) {
  const bool small = IsSmall(work);
  Compute(small,
          [work = std::move(work), updates = parts_.updates] { return Encode(work, updates); });
}

void SiteWork::Do(MaskInput& work) {
  parts_.outbox.NoteInput(*work.mask.input);
  const bool small = IsSmall(work);
  auto shared = std::make_shared<MaskInput>(std::move(work));  // a function must be copyable
  Compute(small, [shared, folder = parts_.outgoing] { return Mask(std::move(*shared), folder); });
}

void SiteWork::WipeDropped() {
  vectors_.Post([updates = parts_.updates]() -> std::function<void()> {
    updates.WipeDropped();
    return [] {};
  });
}

void SiteWork::Advance(const ModelDownload::Send& send) {
  background_.Finish();
  AdvanceDownload(send);
  vectors_.Finish();
  for (Input& input : trainer_.Advance(ReadClocks().instant))
    parts_.results.push_back(std::move(input));
}

void SiteWork::AdvanceDownload(const ModelDownload::Send& send) {
  for (Input& input : download_.Advance(ReadClocks().instant, send))
    parts_.results.push_back(std::move(input));
}

std::optional<Instant> SiteWork::NextWake() const {
  const auto trainer = trainer_.NextWake(), download = download_.NextWake();
  if (!trainer || !download) return trainer ? trainer : download;
  return std::min(*trainer, *download);
}

}  // namespace hansa::client
