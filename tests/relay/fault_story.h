// FaultStory: waymark-relay with fault_shim.so loaded, what it acknowledged, and whether all of that is there once.
#pragma once

#include "fault_control.h"
#include "relay_program.h"

namespace waymark::relay {

class FaultStory : public Program {
 protected:
  void SetUp() override;
  void TearDown() override;
  /// What its environment has besides, so that it is loaded with the shim.
  [[nodiscard]] std::vector<std::string> shimmed() const;
  /// Starts it with the shim and, the first time, opens it for requests.
  void begin();
  /// The next start is on a new folder.
  void forget_opened() { opened_ = false; }
  /// Ends it as a crash of the program does, with faults off, and starts it again.
  void kill_and_begin();
  /// Ends it as a crash of the machine does: what was never synced is gone.
  void cut_power();
  void set(std::uint32_t faults, std::uint32_t every = 1);
  /// Puts so many new envelopes, one after another.
  void put_new(int count);
  /// Puts what was refused again, until all of it is stored.
  [[nodiscard]] bool all_refused_get_in();
  /// Takes everything out as the desk does. Fails the test if something acknowledged is missing, or anything came
  /// twice.
  void expect_all_once();
  [[nodiscard]] bool has_said(std::string_view event) const;
  /// Calls that the shim failed so far.
  [[nodiscard]] std::uint64_t bitten() const { return control_->bitten; }
  FaultControl& control() { return *control_; }

  std::set<Bytes> stored_;                ///< acknowledged
  std::map<Bytes, std::string> refused_;  ///< and with what answer; empty: none came
  std::unique_ptr<RunningProgram> relay_;

 private:
  FaultControl* control_ = nullptr;
  bool opened_ = false;
};

}  // namespace waymark::relay
