import Foundation
import Testing

/// From an author's empty folder to a buyer who has never met this kind of business: it downloads the terms securely, sees who has evaluated
/// them, and takes part; and whoever lies on the way brings no deal about. All between real processes, each with its own home.
@Suite(.serialized) struct EvaluatedServiceTests {
  /// `semper service new`, and a change of the author's own.
  private func terms(_ market: ServiceMarket, _ folder: String, _ changes: [(String, String)]) throws -> String {
    try market.run(["service", "new", "online-purchase-of-information", market.path(folder)])
    let file = market.path(folder + "/terms.yaml")
    var text = try String(contentsOfFile: file, encoding: .utf8)
    for (before, after) in [("service: online-purchase-of-information", "service: lamps-by-wire")] + changes {
      #expect(text.contains(before))
      text = text.replacingOccurrences(of: before, with: after)
    }
    try Data(text.utf8).write(to: URL(filePath: file))
    try market.run(["service", "check", file])
    return file
  }

  /// The evaluator looks at a package, and says what it finds in its next list, beside what it has said before.
  private func evaluate(
    _ package: String, _ grade: String, _ statements: [String], number: Int, in market: ServiceMarket
  ) throws -> String {
    let file = package.replacingOccurrences(of: ".json", with: "-evaluation.json")
    let evaluation = try market.line(
      "service", "evaluate", market.path(package), "--home", market.path("stiftung"), "--grade", grade, "--remark",
      "en=Nothing to say.", "--remark", "de=Nichts zu sagen.", "--output", market.path(file))
    try market.handIn(statements + [file], number: number)
    try market.run(["directory", "publish", market.path("directory"), market.path("submission-\(number).json")])
    return evaluation
  }

  /// Takes the steps of a deal as its terms have them, until it asks nothing more.
  private func finish(_ bought: [String: Any], in market: ServiceMarket) throws -> [String: Any] {
    var deal = bought
    while let step = deal["step"] as? [String: Any], let id = deal["deal"] as? String {
      let words = step["ask"] as? String == "choose" ? ["choose", "satisfied"] : ["give"]
      deal = try market.wallet(["step", "--yes", "--json", "--", id] + words).object()
    }
    return deal
  }

  @Test(.timeLimit(.minutes(10)))
  func aBuyerTakesPartInWhatItHasNeverMet() throws {
    let market = try ServiceMarket()
    try market.openDirectory()
    let file = try terms(market, "lamps", [])
    let service = try market.publish(file, as: "package.json")
    let again = try market.run([
      "service", "publish", market.path("package.json"), "--directory", market.path("directory"),
    ])
    for words in ["Published before", service, "Next:"] { #expect(again.output.contains(words), "\(again.output)") }
    let shop = try market.openShop(file)
    let code = try SemperProgram.firstOffer(at: shop)
    try market.openWallet()

    // Nobody is trusted, and no directory is asked.
    let first = try market.look(at: shop, status: 3)
    #expect(first.answer == "deny" && first.standing == "unevaluated" && first.source == "nowhere")
    let denied = try market.wallet(["buy", shop, code, "--yes"], status: 1)
    #expect(denied.errors.contains("--accept-terms \(service)"), "\(denied.errors)")
    let key = try market.line("directory", "key", market.path("stiftung"), "--thumbprint")
    try market.wallet(["evaluators", "trust", "--name", "Stiftung", "--", key])
    #expect(try market.wallet(["evaluators"]).output.contains("Stiftung"))
    try market.wallet(["directory", "pin", market.directoryAddress, "--root", market.path("root-1.json")])
    // The service is there, and nobody has said anything of it.
    let silent = try market.look(at: shop, status: 3)
    #expect(silent.source == "directory" && silent.problem == nil && silent.passed.isEmpty)

    let evaluation = try evaluate("package.json", "fair", ["status-1.json"], number: 2, in: market)
    let fair = try market.look(at: shop, status: 0)
    #expect(fair.answer == "allow" && fair.standing == "evaluated" && fair.grade == "fair")
    for (language, words) in [
      ("en", ["Stiftung", "fair", "Nothing to say."]), ("de", ["Stiftung", "Nichts zu sagen.", "kein Geld verlieren"]),
      ("el", ["Stiftung", "δίκαιοι"]),
    ] {
      let said = try market.wallet(["look", shop, code, "--language", language]).output
      for word in words { #expect(said.contains(word), "\(said)") }
    }
    let bought = try market.wallet(["buy", shop, code, "--yes", "--json"]).object()
    let deal = try #require(bought["deal"] as? String)
    let ended = try finish(bought, in: market)
    #expect(ended["outcome"] as? String == "completed" && ended["position"] as? String == "end.done")
    #expect((bought["service"] as? [String: Any])?["standing"] as? String == "evaluated")

    // The directory is away for a while.
    try market.stopDirectory()
    let copy = try market.look(at: shop, status: 0)
    #expect(copy.source == "copy" && copy.standing == "evaluated")
    try market.serveDirectory()

    // The evaluator was wrong: what was bought stays bought, with what was known then.
    try market.run([
      "service", "status", "--home", market.path("stiftung"), "--after", market.path("status-1.json"), "--withdraw",
      evaluation, "--reason", "overlooked", "--output", market.path("status-2.json"),
    ])
    try market.handIn(["status-2.json", "package-evaluation.json"], number: 3)
    try market.run(["directory", "publish", market.path("directory"), market.path("submission-3.json")])
    let withdrawn = try market.look(at: shop, status: 3)
    #expect(withdrawn.passed == ["withdrawn"] && withdrawn.reason.contains("overlooked"))
    #expect(try market.wallet(["buy", shop, code, "--yes"], status: 1).errors.contains("withdrawn"))
    let shown = try market.wallet(["show", "--json", "--", deal]).object()
    #expect((shown["service"] as? [String: Any])?["standing"] as? String == "evaluated")
    try showWhatWasSaidBefore(file, by: key, in: market)
  }

  /// The shop shows what was said before the withdrawal. Who looks in no directory believes it while the evaluator's list is in force, but
  /// not who has seen the next one.
  private func showWhatWasSaidBefore(_ file: String, by key: String, in market: ServiceMarket) throws {
    let evidence = ["package.json", "package-evaluation.json", "status-1.json"].map(market.path)
    let bringing = try market.openShop(
      file, ["--package", evidence[0], "--evaluation", evidence[1], "--evaluation", evidence[2]])
    try market.wallet(["directory", "forget"])
    let remembered = try market.look(at: bringing, status: 3)
    #expect(remembered.source == "shop" && remembered.passed == ["withdrawn"])
    try market.openWallet("other-wallet")
    #expect(try market.look(at: bringing, status: 3, home: "other-wallet").source == "nowhere")
    try market.wallet(["evaluators", "trust", "--", key], home: "other-wallet")
    let brought = try market.look(at: bringing, status: 0, home: "other-wallet")
    #expect(brought.source == "shop" && brought.standing == "evaluated" && brought.answer == "allow")
  }

  @Test(.timeLimit(.minutes(10)))
  func otherTermsAreANewDecision() throws {
    let market = try ServiceMarket()
    try market.openDirectory()
    let file = try terms(market, "lamps", [])
    _ = try market.publish(file, as: "package.json")
    var shop = try market.openShop(file)
    try market.openWallet()
    let key = try market.line("directory", "key", market.path("stiftung"), "--thumbprint")
    try market.wallet(["evaluators", "trust", "--name", "Stiftung", "--", key])
    try market.wallet(["directory", "pin", market.directoryAddress, "--root", market.path("root-1.json")])
    _ = try evaluate("package.json", "fair", ["status-1.json"], number: 2, in: market)
    try market.wallet(["buy", shop, SemperProgram.firstOffer(at: shop), "--yes"])

    // Other terms under the same name and version, which the directory does not have.
    let sly = try terms(market, "sly-lamps", [("reading: P14D", "reading: P1D")])
    shop = try market.openShop(sly)
    let unknown = try market.look(at: shop, status: 3)
    #expect(unknown.problem == "not-found" && unknown.standing == "unevaluated" && !unknown.changes.isEmpty)

    // A new version that its evaluator finds fair, and that is worse for buyers than the one before.
    let worse = try terms(
      market, "new-lamps", [("version: 1.1.0", "version: 2.0.0"), ("reading: P14D", "reading: P1D")])
    let service = try market.publish(worse, as: "package-2.json")
    _ = try evaluate("package-2.json", "fair", ["status-1.json", "package-evaluation.json"], number: 3, in: market)
    shop = try market.openShop(worse)
    let changed = try market.look(at: shop, status: 0)
    #expect(changed.standing == "evaluated" && changed.answer == "ask")
    #expect(changed.changes.contains { $0["worseForBuyer"] as? Bool == true }, "\(changed.changes)")
    let said = try market.wallet(["look", shop, SemperProgram.firstOffer(at: shop)]).output
    #expect(said.contains("worse for you: ") && said.contains("version 1.1.0"), "\(said)")
    // That the price is agreed to says nothing of the terms; nobody answers here.
    let asked = try market.wallet(["buy", shop, SemperProgram.firstOffer(at: shop), "--yes"], status: 3)
    #expect(asked.errors.contains("worse for you: "), "\(asked.errors)")
    try market.wallet(["buy", shop, SemperProgram.firstOffer(at: shop), "--yes", "--accept-terms", service])
    // Then these are the terms of the last deal.
    #expect(try market.look(at: shop, status: 0).changes.isEmpty)
    // A shop does not show evaluations of other terms than its own.
    let ended = #expect(throws: RunningProgram.Ended.self) {
      try market.openShop(worse, ["--package", market.path("package.json")])
    }
    #expect(ended?.description.contains("the package is of the terms") == true)
  }

  @Test(.timeLimit(.minutes(10)))
  func whoeverLiesOnTheWayBringsNoDealAbout() throws {
    let market = try ServiceMarket()
    try market.openDirectory()
    let file = try terms(market, "lamps", [])
    _ = try market.publish(file, as: "package.json")
    let shop = try market.openShop(file)
    try market.openWallet()
    let key = try market.line("directory", "key", market.path("stiftung"), "--thumbprint")
    _ = try evaluate("package.json", "fair", ["status-1.json"], number: 2, in: market)
    // Another evaluator is trusted than the one that has spoken.
    let other = try market.line("directory", "key", market.path("other"), "--thumbprint")
    try market.wallet(["directory", "pin", market.directoryAddress, "--root", market.path("root-1.json")])
    try market.wallet(["evaluators", "trust", "--", other])
    #expect(try market.look(at: shop, status: 3).passed == ["untrusted"])
    try market.wallet(["evaluators", "trust", "--", key])
    #expect(try market.look(at: shop, status: 0).answer == "allow")
    // Two have to vouch for it.
    try market.wallet(["evaluators", "require", "--quorum", "2"])
    #expect(try market.look(at: shop, status: 3).standing == "unevaluated")
    try market.wallet(["evaluators", "require", "--quorum", "1", "--worst", "fair"])

    // The directory as it was is served again after something newer was seen.
    try market.stopDirectory()
    try FileManager.default.copyItem(atPath: market.path("directory"), toPath: market.path("old-directory"))
    try market.serveDirectory()
    _ = try evaluate("package.json", "unfair", ["status-1.json"], number: 3, in: market)
    let unfair = try market.look(at: shop, status: 3)
    #expect(unfair.grade == "unfair" && unfair.answer == "deny")
    try market.stopDirectory()
    try market.serveDirectory("old-directory")
    let rolledBack = try market.look(at: shop, status: 3)
    #expect(rolledBack.problem == "rolled-back" && rolledBack.standing == "unevaluated")
    try market.stopDirectory()

    // A thief of the directory's keys gives the evaluator's name to itself.
    try market.writeKey(of: "thief")
    try market.run(["service", "status", "--home", market.path("thief"), "--output", market.path("status-t.json")])
    try market.run([
      "service", "evaluate", market.path("package.json"), "--home", market.path("thief"), "--grade", "fair", "--output",
      market.path("evaluation-t.json"),
    ])
    try market.handIn(["status-t.json", "evaluation-t.json"], number: 9, as: "thief")
    try market.run([
      "directory", "delegate", market.path("directory"), "stiftung", market.path("submission-9.json"), "--key",
      market.path("thief.pem"),
    ])
    try market.serveDirectory()
    #expect(try market.look(at: shop, status: 3).passed == ["untrusted"])

    // Another directory under the address of the first.
    try market.stopDirectory()
    try market.run([
      "directory", "init", market.path("strange"), "--root-key", market.path("thief.pem"), "--threshold", "1",
      "--output", market.path("root-s.json"),
    ])
    try market.run(["directory", "sign", market.path("thief"), market.path("root-s.json")])
    try market.run(["directory", "publish", market.path("strange"), "--root", market.path("root-s.json")])
    try market.serveDirectory("strange")
    #expect(try market.look(at: shop, status: 3).problem == "too-few-signatures")
    let refused = try market.wallet(
      ["directory", "pin", market.directoryAddress, "--root", market.path("root-s.json")], status: 1)
    #expect(refused.errors.contains("trusted here already"), "\(refused.errors)")
    try market.wallet(["directory", "forget"])
    #expect(try market.look(at: shop, status: 3).source == "nowhere")
  }
}
