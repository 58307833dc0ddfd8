import Foundation
import SemperCoding
import SemperExchange
import SemperModel

/// One contract of several parties between real processes, from the empty directory to the judge's word.
struct ContractRun {
  struct Result: Sendable {
    var outcome: String
    /// How it ended for each, by its name.
    var ends: [String: String]
    /// The files that show that the contract binds; nobody has one where it does not.
    var evidence: [String]
    /// Whether it binds for everybody who says so, and for nobody otherwise.
    var consistent: Bool
  }

  let directory: String
  let semper: String
  let signers: Int
  let text: HumanText
  let fault: ContractCase?

  /// Ctrl-C or a request to end stops all processes of the run in order, keeps their folder, and ends this one.
  func run() async throws -> Result {
    let stage = ContractStage(directory: directory, semper: semper, signers: signers, text: text, fault: fault)
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
      let outcome = try await play(on: stage)
      let result = try await judged(stage, outcome)
      await stage.close()
      return result
    } catch {
      await stage.close()
      throw error
    }
  }

  private func play(on stage: ContractStage) async throws -> String {
    let victim = fault?.isCoordinators == true ? ContractStage.coordinator : stage.last
    if fault != nil, let network = await stage.network {
      try await network.matched()
      await stage.kill(victim)
      await network.drop()
    }
    // Nobody waits for who is dead: the others end first.
    if fault == .coordinatorVanishes { await othersEnd(on: stage) }
    if fault?.isCoordinators == true { try await stage.restart(victim) }
    let outcome = await stage.ended(ContractStage.coordinator) ?? "open"
    if fault?.isCoordinators == false { try await stage.restart(victim) }
    if fault != .coordinatorVanishes { await othersEnd(on: stage) }
    return outcome
  }

  private func othersEnd(on stage: ContractStage) async {
    for name in stage.others { _ = await stage.ended(name) }
  }

  private func judged(_ stage: ContractStage, _ outcome: String) async throws -> Result {
    let trust = try TrustFile.read(stage.trustFile)
    let ends = await stage.ends
    let holders = ([ContractStage.coordinator] + stage.others).filter {
      FileManager.default.fileExists(atPath: stage.home($0) + "/contract.json")
    }
    let binds = holders.allSatisfy { name in
      guard let bytes = FileManager.default.contents(atPath: stage.home(name) + "/contract.json"),
        let bundle = try? ContractBundle(canonicalBytes: Array(bytes), limits: ContractBundle.limits)
      else { return false }
      return ContractReportText.fault(bundle, trust) == nil
    }
    let saying = Set(ends.filter { $0.value == "binds" }.keys)
    return Result(
      outcome: outcome, ends: ends, evidence: holders.map { stage.home($0) + "/contract.json" },
      consistent: binds && saying == Set(holders) && (holders.isEmpty || outcome == "binds")
        && ends.count == signers)
  }
}
