// Program: waymark-relay as a process of its own with a folder, and the calls of a requester and of the desk to it.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "office.h"
#include "running_program.h"
#include "store/temporary_folder.h"

namespace waymark::relay {

class Program : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directory(data()); }
  [[nodiscard]] std::filesystem::path data() const { return folder_.path() / "data"; }

  std::filesystem::path write_config(std::string_view more = "");
  /// Starts it and learns its ports from the line it logs; 0 when it said none.
  /// @param environment  "NAME=value", for this program alone
  std::unique_ptr<RunningProgram> start(const std::vector<std::string>& environment = {});
  static std::uint16_t port_after(const std::string& line, std::string_view name);
  /// Runs it to its end.
  int run(const std::vector<std::string>& arguments);
  int check() { return run({"--config", write_config(), "--check"}); }

  /// Signed for the run that answers, by the clock of this machine.
  std::string desk(std::string_view path, ByteView body);
  void open_for_requests();
  /// What a put of today is answered with, such as "stored"; empty when nothing came.
  std::string put(ByteView envelope);
  std::string health();
  /// Hands the relay a reply, to be kept for so many days. @return the outcome's number, -1 when it was not taken
  int push(const Bytes& id, ByteView envelope, std::uint8_t days);
  /// How many replies wait under an id; -1 when the question was not answered.
  int waiting(const Bytes& id);
  /// Pulls and acknowledges until nothing is left. @return how often each blob came
  std::map<Bytes, int> pulled();
  std::set<Bytes> pulled_blobs();

  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
  std::uint32_t today_ = unix_day(SystemClock{}.now());
  Office office_{today_};
  std::string settings_ = {};  ///< lines of its configuration, besides the usual ones
  std::uint16_t public_port_ = 0;
  std::uint16_t desk_port_ = 0;
  std::string said_;
};

}  // namespace waymark::relay
