import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperServers
import SemperTerms
import Testing

/// A person judges on pages: what they show, and what a ruling there comes to.
@Suite("The pages of an arbiter's desk", .serialized)
struct DeskPageTests {
  @Test("A person looks at a case, is told what is wrong, confirms, and the arbiter rules that and nothing else")
  func ruling() async throws {
    try await OpenDesk.run { desk in
      var judge = try await desk.judge()
      let list = Self.html(try await judge.get(desk.place))
      #expect(list.contains("For you to judge") && list.contains("€2.00") && list.contains("Is a refund owed?"))
      #expect(list.contains("\(desk.casePath)?lang=en"))
      let shown = try await judge.get(desk.casePath)
      let page = Self.html(shown)
      for text in [
        "a refund is due", "It has said nothing.", "€7.50 was paid", "Both sides are bound, for €7.50.",
        "Is a refund owed?",
        "From €0.00 to €2.00 can be given", "Answer until", ">contract<", "Shown by", "What it says",
        "Signed by the seller, ", "“Ein kleiner Kurs”: Klein.", "offer.price: €7.50", "Signed by the buyer, ",
      ] { #expect(page.contains(text), "\(text)") }
      let form = try #require(DeskBrowser.fields(shown, to: "/check"))

      // What is wrong is said, and nothing that was typed is lost.
      for (fields, mistake) in [
        (["ruling": "pay", "amount": "2.01", "finding": "Too much."], "Write an amount from €0.00 to €2.00"),
        (["ruling": "pay", "amount": "0.00", "finding": "Nothing."], "Write an amount"),
        (["ruling": "pay", "amount": "-1.00", "finding": "Less."], "Write an amount"),
        (["ruling": "pay", "amount": "1e3", "finding": "Odd."], "Write an amount"),
        (["ruling": "pay", "amount": "1.50", "finding": " \r\n "], "Say what you have found"),
        (["ruling": "dismiss", "amount": "1.50", "finding": "Both."], "Leave the amount empty"),
        (["amount": "1.50", "finding": "Neither."], "Choose what you rule"),
        (["ruling": "pay", "amount": "1.50", "finding": "\u{202E}Backwards."], "Say what you have found"),
      ] {
        let reply = try await judge.post(form.action, form.fields.merging(fields) { $1 })
        #expect(reply.status == 422 && Self.html(reply).contains(mistake), "\(fields) \(reply.status)")
        #expect(Self.html(reply).contains("value=\"\(fields["amount"] ?? "")\""))
      }
      let typed = ["ruling": "pay", "amount": "1,5", "finding": "Pages are missing.\r\nI have looked."]
      #expect(
        try await judge.post(form.action, form.fields.merging(typed) { $1 }).status == 422, "a comma, and too few cents"
      )
      let good = typed.merging(["amount": "1,50"]) { $1 }
      let asked = try await judge.post(form.action, form.fields.merging(good) { $1 })
      #expect(asked.status == 200 && Self.html(asked).contains("Is this your ruling?"))
      #expect(
        Self.html(asked).contains("€1.50 to the buyer") && Self.html(asked).contains("Who loses by it can appeal once.")
      )
      #expect(try await desk.dispute().stage == .judging, "nothing is ruled before it is confirmed")
      let confirm = try #require(DeskBrowser.fields(asked, to: "/ruling"))

      // Back to the form, with what was typed.
      let changing = confirm.action.replacing("/ruling?", with: "/draft?")
      let again = Self.html(try await judge.post(changing, confirm.fields))
      #expect(
        again.contains("value=\"1,50\"") && again.contains("Pages are missing.")
          && again.contains("value=\"pay\" id=\"pay\" checked"))

      let ruled = try await judge.post(confirm.action, confirm.fields)
      #expect(ruled.status == 303 && ruled.headers["location"] == "\(desk.casePath)?lang=en")
      let dispute = try await desk.dispute()
      #expect(dispute.stage == .appealable && dispute.rulingContent?.basis == .judgement)
      #expect(dispute.rulingContent?.remedy == .pays(Money(minorUnits: 1_50, .euro), to: .buyer))
      #expect(dispute.rulingContent?.finding?.text == "Pages are missing.\nI have looked.")
      let after = Self.html(try await judge.get(desk.casePath))
      #expect(after.contains("First ruling") && after.contains("Pages are missing.") && !after.contains("id=\"judge\""))

      // The same form again, as after a step back in the browser.
      let twice = try await judge.post(confirm.action, confirm.fields)
      #expect(twice.status == 409 && Self.html(twice).contains("The case has changed"))
      #expect(try await judge.post(form.action, form.fields.merging(good) { $1 }).status == 409)
      #expect(try await desk.dispute() == dispute, "nothing was ruled twice")
    }
  }

  @Test("What a claimant writes stays text, in each language, and the pages are in order for every reader")
  func textAndLanguages() async throws {
    try await OpenDesk.run { desk in
      var judge = try await desk.judge()
      let form = try #require(DeskBrowser.fields(try await judge.get(desk.casePath), to: "/check"))
      for (wish, language, words) in [
        ("en-GB", "en", ["Disputes", "a refund is due", "Is this your ruling?", "There is nothing here"]),
        (
          "de-AT,en;q=0.5", "de",
          ["Streitfälle", "Rückzahlung fällig", "Ist das Ihre Entscheidung?", "Hier ist nichts"]
        ),
        ("el", "el", ["Διαφορές", "οφείλεται επιστροφή", "Αυτή είναι η απόφασή σας;", "Δεν υπάρχει τίποτα εδώ"]),
      ] {
        let typed = ["ruling": "pay", "amount": "\"\u{301} onfocus=\"x", "finding": OpenDesk.grounds]
        let wrong = form.fields.merging(typed) { $1 }
        let right = wrong.merging(["amount": "1.00"]) { $1 }
        let action = "\(desk.casePath)/check?lang=\(language)"
        let pages = [
          try await judge.get(desk.place, language: wish), try await judge.get(desk.casePath, language: wish),
          try await judge.post(action, right), try await judge.get("\(desk.place)/cases/none", language: wish),
          try await judge.post(action, wrong),
        ]
        for (number, page) in pages.enumerated() {
          let html = Self.html(page)
          PageStructure.check(html, language, "desk \(number) in \(language)")
          if number < words.count { #expect(html.contains(words[number]), "\(words[number])") }
          #expect(!html.contains("⟨") && !html.contains("style=") && !html.lowercased().contains("<script"))
          #expect(!html.replacing("{{t.back}}", with: "").contains("{{"))
          // No quotation mark that was typed ends an attribute, whatever stands over it.
          #expect(!html.unicodeScalars.contains { $0 == "\u{301}" } || !Self.hasBareQuote(html))
          let policy = try #require(page.headers["content-security-policy"])
          #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
          #expect(page.headers["cache-control"] == "no-store" && page.headers["referrer-policy"] == "same-origin")
        }
        let link = Self.html(try await judge.get(desk.casePath, ["lang": language], language: "fr"))
        #expect(link.contains("<html lang=\"\(language)\">"))
      }
    }
  }

  @Test("A case can be saved for a court, and no browser takes it for one of these pages")
  func dossier() async throws {
    try await OpenDesk.run { desk in
      let judge = try await desk.judge()
      let page = try await judge.get("\(desk.casePath)/dossier.html", ["lang": "de"])
      #expect(page.status == 200 && Self.html(page).contains("lang=\"de\""))
      let file = try await judge.get("\(desk.casePath)/dossier.json")
      let dossier = try DisputeDossier(canonicalBytes: file.body, limits: DisputeDossier.limits)
      #expect(dossier.claim.digest == desk.claim)
      for reply in [page, file] { #expect(reply.headers["content-disposition"]?.hasPrefix("attachment") == true) }
    }
  }

  static func html(_ reply: ReceivedReply) -> String { String(decoding: reply.body, as: UTF8.self) }

  /// Whether a quotation mark stands directly before the accent that was typed over one.
  private static func hasBareQuote(_ html: String) -> Bool {
    let scalars = Array(html.unicodeScalars)
    return zip(scalars, scalars.dropFirst()).contains { $0 == "\"" && $1 == "\u{301}" }
  }
}
