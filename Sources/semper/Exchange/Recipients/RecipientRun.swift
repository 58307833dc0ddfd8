import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperExchange
import SemperModel

/// One transfer to several recipients between real processes, from the empty directory to the judge's word.
struct RecipientRun {
  /// What became of one of them, as the sender says, and as it is.
  struct Recipient: Sendable {
    let name: String
    let outcome: String
    /// The token that the sender can show of it.
    let token: NonRepudiationToken.Kind?
    /// Whether what was sent lies on its disk, bit for bit.
    let holds: Bool
    /// Whether its own evidence says from whom it has that.
    let provesOrigin: Bool

    /// Nobody can show what is not so, and who has it and who gave it can show that.
    var isConsistent: Bool {
      let isDelivered = token == .delivery || token == .transport
      return (outcome == "received") == (token == .delivery) && (!isDelivered || holds)
        && (!holds || token != nil && provesOrigin)
    }

    var json: JSON {
      .fields([
        "holds": holds.json, "name": name.json, "outcome": outcome.json, "provesOrigin": provesOrigin.json,
        "token": token?.rawValue.json,
      ])
    }
  }

  struct Result: Sendable {
    let outcome: String
    let recipients: [Recipient]
    let evidence: [String]
    let consistent: Bool
  }

  let directory: String
  let semper: String
  let count: Int
  let size: Int
  let fault: RecipientCase?

  /// Ctrl-C or a request to end stops all processes of the run in order, keeps their folder, and ends this one.
  func run() async throws -> Result {
    let stage = RecipientStage(directory: directory, semper: semper, count: count, size: size, fault: fault)
    let stop = Interruption()
    let watch = Task {
      await stop.wait()
      guard !Task.isCancelled else { return }
      ChildRegister.close()
      await stage.close()
      ChildRegister.killRest()
      exit(ExchangeRun.interrupted)
    }
    defer { watch.cancel() }
    do {
      try await stage.open()
      try await play(on: stage)
      let result = try await judged(stage)
      await stage.close()
      return result
    } catch {
      await stage.close()
      throw error
    }
  }

  private func play(on stage: RecipientStage) async throws {
    let victim = fault == .senderKilled ? RecipientStage.sender : stage.last
    if fault?.holdsLetter == true, let network = await stage.network {
      try await network.matched()
      await stage.kill(victim)
      await network.drop()
      if fault != .silent { try await stage.restart(victim) }
    }
    await stage.ended(RecipientStage.sender)
    if fault == .silent { try await stage.restart(victim) }
    // Who refuses an offer waits for another, and who was never there has nothing to say.
    let left = fault == .refuses || fault == .missing ? [stage.last] : []
    for name in stage.recipients where !left.contains(name) { await stage.ended(name) }
  }

  private func judged(_ stage: RecipientStage) async throws -> Result {
    let trust = try TrustFile.read(stage.trustFile)
    let ends = await stage.ends
    let addresses = await stage.addresses
    guard let end = ends[RecipientStage.sender], case .array(let said)? = end["recipients"],
      let outcome = end["outcome"].flatMap({ try? String(json: $0) })
    else { throw DemoError(.demoErrorRunning, ["part": RecipientStage.sender]) }
    let sent = Self.report(stage.home(RecipientStage.sender), trust)
    var recipients = [Recipient]()
    for name in stage.recipients {
      let word = said.first { $0["address"] == addresses[name]?.json }
      let key = word?["key"].flatMap { try? Thumbprint(json: $0) }
      recipients.append(
        Recipient(
          name: name, outcome: word?["outcome"].flatMap { try? String(json: $0) } ?? "unreached",
          token: key.flatMap { sent?.token(for: $0)?.kind },
          holds: GoodsOnDisk.are(stage.goods, in: stage.received(by: name)),
          provesOrigin: Self.report(stage.home(name), trust).map { $0.ok && $0.provesOrigin } ?? false))
    }
    let evidence = ([RecipientStage.sender] + stage.recipients).map { stage.home($0) + "/evidence.json" }
      .filter { FileManager.default.fileExists(atPath: $0) }
    return Result(
      outcome: outcome, recipients: recipients, evidence: evidence,
      consistent: sent?.ok != false && recipients.allSatisfy(\.isConsistent))
  }

  private static func report(_ home: String, _ trust: TrustList) -> TransferReport? {
    guard let bytes = FileManager.default.contents(atPath: home + "/evidence.json"),
      let bundle = try? TransferBundle(canonicalBytes: Array(bytes), limits: TransferBundle.limits)
    else { return nil }
    return TransferReport(bundle, trust: trust)
  }
}
