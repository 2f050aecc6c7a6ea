#include "coordinator/core/secagg/server_context.h"

#include "common/base/check.h"

namespace hansa::coordinator {

// Members and R are known.
void ServerRoster::SetGraph(const secagg::SessionSetup& setup,
                            const secagg::GraphSize& graph_size) {
  threshold = graph_size.threshold;
  graph = secagg::GraphOf(size(), graph_size.neighbours, id.roster);
  if (!graph.complete() && setup.profile == secagg::Profile::kMalicious)
    quorum = secagg::RingQuorumOf(setup, size());
}

ServerSite& ServerContext::Site(const std::string& site_id) {
  const auto found = sites.find(site_id);
  HANSA_CHECK(found != sites.end());
  return found->second;
}

void ServerContext::Send(const std::string& site_id,
                         std::shared_ptr<const v1::SecAggToSite> message) {
  if (Site(site_id).reachable()) output.sends.push_back({site_id, std::move(message)});
}

void ServerContext::Ask(const std::string& site_id,
                        std::shared_ptr<const v1::SecAggToSite> message) {
  Send(site_id, message);
  asked[site_id] = std::move(message);
}

void ServerContext::Record(v1::SessionStepRecord step) {
  if (!recording) return;
  step.set_params_hash(params_hash_text());
  output.steps.push_back(std::move(step));
}

void ServerContext::Drop(const std::string& site_id, ServerStep step, std::string_view reason) {
  ServerSite& site = Site(site_id);
  if (!site.taking_part) return;
  site.taking_part = false;
  output.dropped.push_back({site_id, step, std::string(reason)});
  // Later the site's input may be in the sum: it hears the session's end with the others.
  if (step <= ServerStep::kMaskedInput) SendEnd(site, false, 0);
}

void ServerContext::Fault(const std::string& site_id, ServerStep step, std::string_view name) {
  output.faults.push_back({site_id, step, std::string(name)});
}

void ServerContext::Discard(const std::string& site_id, std::string_view name) {
  output.discarded.push_back({site_id, std::string(name)});
}

void ServerContext::EndForAll(bool succeeded, uint32_t included) {
  for (auto& [id, site] : sites) SendEnd(site, succeeded, included);
}

void ServerContext::SendEnd(ServerSite& site, bool succeeded, uint32_t included) {
  if (site.told_end || site.gone) return;
  site.end_due = !site.reachable();
  if (site.end_due) return;
  site.told_end = true;
  auto message = std::make_shared<v1::SecAggToSite>();
  v1::SessionEnd& end = *message->mutable_end();
  end.set_params_hash(params_hash_text());
  end.set_succeeded(succeeded);
  end.set_included(included);
  Send(site.candidate.site_id, std::move(message));
}

}  // namespace hansa::coordinator
