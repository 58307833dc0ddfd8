/// Everybody of one small protocol together: from any state, every state that one step can lead to.
///
/// An exchange by FX4 is a `World`, whose states are packed into a few words because there are millions. Where thousands do,
/// a scene says the same in fewer words: its states are any values.
protocol Scene: AnyObject {
  associatedtype State: Hashable
  /// Such as `pieces 2, originator cheats (good, twin)`.
  var name: String { get }
  var start: State { get }
  /// The honest parties that must be able to come to an end.
  var parties: [String] { get }
  /// Whether people lose patience and timers fire: without that nobody is timely.
  var isTimely: Bool { get }

  func steps(from state: State) async throws -> [SceneStep<State>]
  /// The property that does not hold in a state.
  func violation(in state: State) throws -> String?
  func hasEnded(_ party: Int, in state: State) -> Bool
  /// How all honest parties have ended; `nil` while one of them goes on.
  func end(of state: State) -> String?
  /// Something that can still come in a state if everybody wants it; `nil` where nothing is owed.
  func hope(in state: State) -> SceneHope?
}

/// What must still be possible in one state, or what has come true in another.
enum SceneHope: Hashable {
  case owed(Int)
  case paid(Set<Int>)
}

/// One step of a scene.
struct SceneStep<State> {
  let next: State
  /// The party that can bring it about by itself; `nil` where the network, the peer or a misfortune does.
  let actor: Int?
  let words: String
}
