/// What one exploration of the signing of a contract by three is about: a coordinator that keeps to the protocol, and two others.
///
/// Each of the others only ever speaks with the coordinator and the arbiter, by an ordinary `ExchangeMachine`: what a coordinator that
/// cheats can do to it is what the search of one exchange shows.
package struct ContractSetting: Sendable, Hashable {
  /// How a party's commitment differs from an honest one.
  package enum Deviation: String, Sendable, Hashable, CaseIterable {
    case none = "good"
    /// A second commitment to the same part.
    case twin
    /// Its sealed secret is garbage.
    case garbageEscrow = "garbage-escrow"
  }

  /// Whether the first of the others does whatever it can. The second one then goes only as far as it likes.
  package var cheats = false
  package var weather = Weather()

  /// By the words `contract` and those of broken assumptions; `nil` for other words.
  package init?(words: String) {
    let words = words.split(separator: " ").map(String.init)
    guard words.first == "contract" else { return nil }
    for word in words.dropFirst() {
      guard word == BrokenAssumption.forgetfulJournal.rawValue else { return nil }
      weather.broken.insert(.forgetfulJournal)
    }
  }

  package var title: String { "contract of three" }
  var name: String { title + (cheats ? ", one of the others cheats" : ", all honest") }

  /// What this party may commit to.
  func deviations(of number: Int) -> [Deviation] { cheats && number == 0 ? Deviation.allCases : [.none] }
  func cheats(_ number: Int) -> Bool { cheats && number == 0 }

  var withAllCheats: [ContractSetting] {
    var cheating = self
    cheating.cheats = true
    return [self, cheating]
  }
}
