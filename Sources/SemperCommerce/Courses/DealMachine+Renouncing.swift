import SemperCryptography
import SemperExchange
import SemperModel
import SemperTerms

// Choosing, raising an exception, and saying that we will not do what the terms have us do.
extension DealMachine {
  /// We will not do what the terms have us do now, and say so to a peer that knows of the deal.
  mutating func renounce(at now: Timestamp) {
    guard isUnknownToPeer, let record, record.opening.side == .buyer else { return sayOtherwise(at: now) }
    failState(Refusal(.userDeclined, blame: .us, "nothing was ordered"))
  }

  mutating func raise(_ name: String, at now: Timestamp) {
    if exceptions.contains(name) { sign(.exception, name, at: now) }
  }

  mutating func sayOtherwise(at now: Timestamp) { sign(.otherwise, Choice.Way.otherwise.rawValue, at: now) }

  private mutating func sign(_ way: Choice.Way, _ option: String, at now: Timestamp) {
    guard let record, let course = record.course else { return }
    doing = .signing(
      .choice(
        Choice(
          deal: record.opening.deal, contract: course.last, service: record.opening.terms.digest, state: position,
          option: option, way: way, turn: course.turn, party: record.opening.key.thumbprint,
          issued: max(now, course.begun))))
  }

  mutating func chooseStep(_ option: String, at now: Timestamp) {
    switch doing {
    case .choosing where options.contains(where: { $0.name == option }): sign(.option, option, at: now)
    case .choosing, .filling:
      if option == Choice.Way.otherwise.rawValue { renounce(at: now) }
    case .signing, .awaiting, .exchanging, .telling, .handingOver, .handing, .taking, .pausing, .hearing, .deciding,
      .closing, .ended:
      break
    }
  }
}
