import SemperModel

/// When an item is compared with what is expected, which decides whom a difference is blamed on.
public enum Appraisal: String, Sendable, CaseIterable {
  /// Before commitment, against what the peer promises. Two parties may want different things without any fault.
  case promised
  /// After opening, against what was really opened. What differs now is the fault of who opened it.
  case opened

  var blame: Blame {
    switch self {
    case .promised: .undetermined
    case .opened: .peer
    }
  }
}
