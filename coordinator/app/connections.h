#pragma once
// Which connection a site is on, and who has gone silent. A site has one connection: a newer one
// takes its place. Who may be silent is known without looking at all of them: the loop asks in
// every turn. The loop's; not thread-safe.

#include <list>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/base/time.h"
#include "common/transport/server_socket.h"
#include "coordinator/core/membership.h"

namespace hansa::coordinator {

class Connections {
 public:
  // `longest_silence`: after that a site is gone.
  explicit Connections(Duration longest_silence) : longest_silence_(longest_silence) {}

  // The site has greeted on this connection. Returns the connection that it replaces, if another.
  std::optional<transport::PeerHandle> Greeted(const SiteId& site, transport::PeerHandle peer,
                                               Instant now);
  void Heard(const SiteId& site, Instant now);  // `now` never goes back
  // The site that was on this connection and has no other.
  std::optional<SiteId> Gone(transport::PeerHandle peer);
  void Remove(const SiteId& site);

  std::optional<transport::PeerHandle> PeerOf(const SiteId& site) const;
  bool IsOn(const SiteId& site, transport::PeerHandle peer) const { return PeerOf(site) == peer; }
  std::vector<SiteId> Silent(Instant now) const;  // ascending
  std::optional<Instant> NextWake() const;        // when the next may be found silent

 private:
  struct Connection {
    transport::PeerHandle peer = 0;
    Instant heard{};
    std::list<SiteId>::iterator place;  // in by_silence_
  };
  Duration longest_silence_;
  std::map<SiteId, Connection> by_site_;
  std::map<transport::PeerHandle, SiteId> by_peer_;
  std::list<SiteId> by_silence_;  // the longest silent first
};

}  // namespace hansa::coordinator
