#include <gtest/gtest.h>

#include "common/transport/connections.h"

namespace hansa::transport {
namespace {

TEST(Connections, FindsByWhatAMessageCarries) {
  Connections table;
  EXPECT_EQ(table.Find("r1", "site:a", 7), nullptr);
  const PeerHandle peer = table.Add("r1", "site:a", 7).handle;
  ASSERT_NE(table.Find("r1", "site:a", 7), nullptr);
  EXPECT_EQ(table.Find("r1", "site:a", 7)->handle, peer);
  EXPECT_EQ(table.Find(peer)->user, "site:a");
}

TEST(Connections, AnEndedOneIsKnownUntilItIsTaken) {
  Connections table;
  const PeerHandle peer = table.Add("r1", "site:a", 7).handle;
  table.EndDescriptor(7);
  EXPECT_EQ(table.Find("r1", "site:a", 7)->handle, peer);  // its last message
  table.End(peer);                                         // twice is once
  EXPECT_EQ(table.TakeEnded(), std::vector<PeerHandle>{peer});
  EXPECT_TRUE(table.TakeEnded().empty());
  EXPECT_EQ(table.Find(peer), nullptr);
  EXPECT_EQ(table.Find("r1", "site:a", 7), nullptr);
  EXPECT_EQ(table.size(), 0u);
}

TEST(Connections, AReusedDescriptorIsAnotherConnection) {
  Connections table;
  const PeerHandle old = table.Add("r1", "site:a", 7).handle;
  const PeerHandle fresh = table.Add("r2", "site:b", 7).handle;
  EXPECT_EQ(table.TakeEnded(), std::vector<PeerHandle>{old});
  EXPECT_EQ(table.Find("r2", "site:b", 7)->handle, fresh);
  table.EndDescriptor(7);
  EXPECT_EQ(table.TakeEnded(), std::vector<PeerHandle>{fresh});
}

TEST(Connections, ARoutingIdUnderAnotherUserIsAnotherConnection) {
  Connections table;
  const PeerHandle old = table.Add("r1", "site:a", 7).handle;
  EXPECT_EQ(table.Find("r1", "site:b", 8), nullptr);
  const PeerHandle fresh = table.Add("r1", "site:b", 8).handle;
  EXPECT_NE(fresh, old);
  EXPECT_EQ(table.TakeEnded(), std::vector<PeerHandle>{old});
  EXPECT_EQ(table.Find("r1", "site:b", 8)->handle, fresh);
}

TEST(Connections, ListsAUsersConnections) {
  Connections table;
  const PeerHandle first = table.Add("r1", "site:a", 1).handle;
  table.Add("r2", "site:b", 2);
  const PeerHandle third = table.Add("r3", "site:a", 3).handle;
  EXPECT_EQ(table.OfUser("site:a"), (std::vector<PeerHandle>{first, third}));
  EXPECT_TRUE(table.OfUser("site:c").empty());
}

}  // namespace
}  // namespace hansa::transport
