// FiguresStory: an office that has counted something: people who may propose and approve, a dozen requests, metrics.
#pragma once

#include "office_story.h"

namespace waymark::desk {

class FiguresStory : public OfficeStory {
 protected:
  void SetUp() override {
    OfficeStory::SetUp();
    know(*office_);
    anna_ = hire("anna", {"first_line"});
    boris_ = hire("boris", {"lead", "first_line"});
    vera_ = hire("vera", {"analyst"});
    mira_token_ = sign_in(*mira_);
    anna_token_ = sign_in(*anna_);
    for (int i = 0; i < 12; ++i) send(Requester::make(random_), "сообщение " + std::to_string(i));
    round();
  }
  static void know(Office& office) {
    auto registry = figures::Registry::read(WAYMARK_SOURCE_DIR "/figures/metrics").value();
    auto plan = figures::read_plan(WAYMARK_SOURCE_DIR "/figures/reports/monthly.toml", registry).value();
    office.numbers().know({.registry = std::move(registry),
                           .plans = {plan},
                           .catalogue = text::Catalogue::embedded().value(),
                           .zone = text::Zone::named("Europe/Moscow").value(),
                           .organisation = "Example"});
  }
  void start_again() {
    restart();
    know(*office_);
    mira_token_ = sign_in(*mira_);
    anna_token_ = sign_in(*anna_);
  }
  static FiguresRequest request(const char* period = "2026-11", figures::How how = figures::How::kRounded) {
    auto registry = figures::Registry::read(WAYMARK_SOURCE_DIR "/figures/metrics").value();
    FiguresRequest made{.plan = figures::parse_plan("id = \"test\"\nseries_months = 2\n[title]\nru = \"Цифры\"\n"
                                                    "uk = \"Цифри\"\nen = \"Figures\"\n[[section]]\n"
                                                    "metric = \"requests\"\nby = [\"language\"]\n",
                                                    registry)
                                    .value()};
    made.asked.period = figures::Period::parse(period).value();
    made.how = how;
    return made;
  }
  office::Numbers& numbers() { return office_->numbers(); }
  FiguresDraft proposed(const SessionToken& token, FiguresRequest asked = request()) {
    auto made = numbers().make_draft(token, std::move(asked));
    EXPECT_TRUE(made.has_value()) << describe(made.error());
    EXPECT_TRUE(made->has_value()) << made->error().code;
    EXPECT_TRUE(numbers().propose(token, (*made)->id).has_value());
    return **made;
  }

  std::optional<Person> anna_, boris_, vera_;
  SessionToken mira_token_, anna_token_;
};

}  // namespace waymark::desk
