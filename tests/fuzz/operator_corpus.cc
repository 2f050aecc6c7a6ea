// What a coordinator answers the command line.

#include "hansa/v1/wire.pb.h"
#include "tests/fuzz/corpus.h"

namespace hansa::fuzz {
namespace {

constexpr std::string_view kStatistics =
    R"({"sites":2,"rows":9,"columns":[{"column":"speed","unit":"m/s","count":9,"below":1,"mean":6.5,"standard_deviation":2,"smallest_bound":0,"largest_bound":20,"quantiles":[{"probability":0.5,"value":6}]}],"normalisation":[{"column":"speed","mean":6.5,"scale":2}]})";
constexpr std::string_view kLines =
    R"({"event":"job_paused","round":2}
{"event":"job_continued","round":2}
{"event":"transfer","round":2,"site":"a","direction":"up","bytes":1024,"size":4096}
{"event":"session_started","round":2,"purpose":"train"}
{"event":"job_started","job_id":"e","task":"evaluate","rounds":1}
{"event":"round_finished","round":1,"version":3,"clients":2,"metrics":{"rmse":67.5,"f1":0.5},"unit":"kW"}
)";

v1::OperatorReply Reply() {
  v1::OperatorReply reply;
  reply.set_id(1);
  reply.set_last(true);
  return reply;
}

Bytes Written(const v1::OperatorReply& reply) {
  v1::ToSite message;
  *message.mutable_operator_reply() = reply;
  return ToBytes(message.SerializeAsString());
}

v1::OperatorReply JobList() {
  v1::OperatorReply reply = Reply();
  v1::JobState& job = *reply.mutable_job_list()->add_jobs();
  job.set_job_id("wind-1");
  job.set_name("wind");
  job.set_state("running");
  job.set_rounds(20);
  job.set_submitted_unix_ms(1'767'225'600'000);
  job.set_job_digest(std::string(32, 'd'));
  job.set_waiting("2 more sites");
  job.set_metric("rmse");
  job.set_best_value(67.5);
  job.set_statistics_json(std::string(kStatistics));
  job.add_sites()->set_name("alice");
  return reply;
}

v1::OperatorReply JobCheck() {
  v1::OperatorReply reply = Reply();
  v1::SiteVerdict& site = *reply.mutable_job_check()->add_sites();
  site.set_name("alice");
  site.set_accepted(true);
  site.set_training_ms(1500);
  site.set_closed_for_ms(5'400'000);
  site.set_down_bytes_per_second(3 << 20);
  v1::SiteVerdict& other = *reply.mutable_job_check()->add_sites();
  other.set_name("bob");
  other.add_reasons("its policy");
  v1::JobPlan& plan = *reply.mutable_job_check()->mutable_plan();
  plan.set_rounds(20);
  plan.set_round_ms(12500);
  plan.set_down_ms(8000);
  plan.set_secure_bytes(4096);
  plan.set_round_basis("measured");
  plan.add_conflicts("other-job uses 2 of these sites");
  return reply;
}

}  // namespace

std::vector<Bytes> OperatorReplies() {
  v1::OperatorReply failed = Reply(), event = Reply(), statistics = Reply();
  failed.mutable_failure()->set_exit_code(5);
  failed.mutable_failure()->set_what("no such job");
  event.mutable_job_event()->set_index(3);
  event.mutable_job_event()->set_json(R"({"event":"round_started","round":1,"sites":["a"]})");
  statistics.mutable_job_event()->set_json(R"({"event":"statistics_gathered",)" +
                                           std::string(kStatistics.substr(1)));
  std::vector<Bytes> corpus = RunEvents();
  corpus.push_back(ToBytes(kLines));
  for (const v1::OperatorReply& reply : {failed, event, statistics, JobList(), JobCheck()})
    corpus.push_back(Written(reply));
  return corpus;
}

}  // namespace hansa::fuzz
