package import SemperExchange

/// What one exploration of an exchange piece for piece is about.
package struct PieceSetting: Sendable, Hashable {
  /// How many pieces each side gives.
  package var pieces: Int
  /// Whether they are small data (D1) or of any size (D2).
  package var isSmall = false
  /// The malicious party with the commitments it may choose from; `nil` when both are honest.
  package var cheat: Cheat?
  package var weather = Weather()

  package struct Cheat: Sendable, Hashable {
    package var role: ExchangeRole
    package var deviations: [PieceDeviation]

    package init(role: ExchangeRole, deviations: [PieceDeviation]) {
      self.role = role
      self.deviations = deviations
    }
  }

  package init(pieces: Int) { self.pieces = pieces }

  /// By words such as `pieces 2` or `pieces 3 small`; `nil` for other words.
  package init?(words: String) {
    let words = words.split(separator: " ").map(String.init)
    guard words.count >= 2, words[0] == "pieces", let pieces = Int(words[1]),
      (PieceRules.fewest...8).contains(pieces)
    else { return nil }
    self.init(pieces: pieces)
    for word in words.dropFirst(2) {
      switch word {
      case "small": isSmall = true
      case BrokenAssumption.forgetfulJournal.rawValue: weather.broken.insert(.forgetfulJournal)
      default: return nil
      }
    }
  }

  func isHonest(_ role: ExchangeRole) -> Bool { cheat?.role != role }

  package var title: String { "\(pieces) pieces\(isSmall ? " of small data" : "") on each side" }

  var name: String {
    guard let cheat else { return title + ", both honest" }
    return title + ", \(cheat.role.rawValue) cheats (\(cheat.deviations.map(\.rawValue).joined(separator: ", ")))"
  }

  /// With both honest, and with each party cheating in each way, beside an honest commitment that it could make as well.
  var withAllCheats: [PieceSetting] {
    var settings = [self]
    for role in ExchangeRole.allCases {
      for deviation in PieceDeviation.allCases {
        var setting = self
        setting.cheat = Cheat(role: role, deviations: deviation == .none ? [.none] : [.none, deviation])
        settings.append(setting)
      }
    }
    return settings
  }
}
