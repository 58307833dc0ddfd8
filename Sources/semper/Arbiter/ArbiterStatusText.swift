import SemperExchange
import SemperModel
import SemperTrustedUI

/// An arbiter's word on itself for people.
struct ArbiterStatusText {
  let texts: Texts

  func lines(_ status: ArbiterStatus) -> [String] {
    let tally = status.tally
    var lines = [standing(status.standing)]
    if !status.standing.decides { lines.append(texts(ArbiterText.arbiterNext)) }
    lines += [
      "",
      texts(
        ArbiterText.arbiterTally,
        [
          "aborted": String(tally.aborted), "failed": String(tally.failed), "open": String(tally.open),
          "resolved": String(tally.resolved),
        ]),
      status.nextWindow.map { texts(ArbiterText.arbiterWindow, ["time": $0.description]) }
        ?? texts(ArbiterText.arbiterWindowNone),
    ]
    if let head = status.head {
      lines.append(texts(ArbiterText.arbiterLog, ["root": head.root.description, "size": String(head.size)]))
    }
    return lines
      + status.epochs.map { epoch in
        texts(
          ArbiterText.arbiterEpoch,
          ["number": String(epoch.number), "opened": epoch.opened.description, "stage": stage(epoch)])
      }
  }

  private func standing(_ standing: ArbiterStanding) -> String {
    switch standing {
    case .deciding: texts(ArbiterText.arbiterDeciding)
    case .awaitingWitness: texts(ArbiterText.arbiterAwaitingWitness)
    case .queryOnly(let size?): texts(ArbiterText.arbiterBehind, ["size": String(size)])
    case .queryOnly(nil): texts(ArbiterText.arbiterOutsideLost)
    case .superseded: texts(ArbiterText.arbiterSuperseded)
    }
  }

  private func stage(_ epoch: EpochEntry) -> String {
    switch epoch.stage {
    case .offered:
      epoch.rotation.map { texts(ArbiterText.epochOfferedUntil, ["time": $0.description]) }
        ?? texts(ArbiterText.epochOffered)
    case .ended:
      epoch.destruction.map { texts(ArbiterText.epochServedUntil, ["time": $0.description]) }
        ?? texts(ArbiterText.epochServed)
    case .destroying: texts(ArbiterText.epochDestroying)
    case .destroyed: texts(ArbiterText.epochDestroyed)
    }
  }
}
