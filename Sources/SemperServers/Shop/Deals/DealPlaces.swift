import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperModel
import Synchronization

/// The deals of a shop that are in memory, of which it has only so many places: each runs, or is on its way from or to its rest.
final class DealPlaces: Sendable {
  enum Place {
    case running(OpenDeal)
    /// It is being read from its journal.
    case waking
    /// It has been told to rest.
    case leaving(OpenDeal)
  }

  /// What became of a deal that wanted a place.
  enum Entry {
    case placed
    /// It has one already.
    case present(Place)
    /// There is none, unless this one makes room.
    case full(inTheWay: OpenDeal?)
  }

  private struct State {
    var places: [ID<Deal>: Place] = [:]
    /// When a buyer or the owner last asked for it.
    var used: [ID<Deal>: Timestamp] = [:]
    /// How many wait for news of it.
    var waiting: [ID<Deal>: Int] = [:]
    var uncommitted = UncommittedDeals()
  }

  private let most: Int
  private let state = Mutex(State())
  private let watchers = Watchers()

  init(most: Int) { self.most = most }

  /// Those that run.
  var running: [OpenDeal] {
    state.withLock { state in
      state.places.values.compactMap { if case .running(let deal) = $0 { deal } else { nil } }
    }
  }

  /// Where a deal is, for somebody who needs it now.
  func find(_ id: ID<Deal>, at now: Timestamp) -> Place? {
    state.withLock { state in
      guard let place = state.places[id] else { return nil }
      state.used[id] = now
      return place
    }
  }

  /// Somebody waits for news of a deal, which stays in its place meanwhile.
  func expectNews(of id: ID<Deal>, while body: () async throws -> [SignedStatement]) async throws -> [SignedStatement] {
    state.withLock { $0.waiting[id, default: 0] += 1 }
    defer {
      state.withLock { state in
        let others = (state.waiting[id] ?? 1) - 1
        state.waiting[id] = others > 0 ? others : nil
      }
    }
    return try await body()
  }

  /// Those that nobody has asked for since then.
  func unused(since time: Timestamp) -> [OpenDeal] {
    state.withLock { state in
      state.places.compactMap { id, place in
        guard case .running(let deal) = place, state.used[id].map({ $0 <= time }) ?? true, state.waiting[id] == nil
        else { return nil }
        return deal
      }
    }
  }

  /// Gives a new deal a place, if there is one or it has one already.
  func add(_ deal: OpenDeal, from source: String) -> Entry {
    state.withLock { state in
      if let place = state.places[deal.id] { return .present(place) }
      guard state.places.count < most else {
        let other = state.uncommitted.oldestInTheWay(of: source).flatMap { state.places[$0] }
        guard case .running(let deal)? = other else { return .full(inTheWay: nil) }
        return .full(inTheWay: deal)
      }
      state.places[deal.id] = .running(deal)
      state.uncommitted.insert(deal.id, from: source)
      return .placed
    }
  }

  /// Keeps a place for a deal that is being woken.
  ///
  /// - Parameter source: where its order came from, if its buyer has not bound itself.
  func reserve(_ id: ID<Deal>, from source: String?) -> Entry {
    state.withLock { state in
      if let place = state.places[id] { return .present(place) }
      guard state.places.count < most else { return .full(inTheWay: nil) }
      state.places[id] = .waking
      if let source { state.uncommitted.insert(id, from: source) }
      return .placed
    }
  }

  /// A deal runs in its place.
  func run(_ deal: OpenDeal) {
    state.withLock { $0.places[deal.id] = .running(deal) }
    watchers.wake()
  }

  /// Its buyer is bound: it makes room for nobody.
  func commit(_ id: ID<Deal>) { state.withLock { $0.uncommitted.remove(id) } }

  /// Where the order came from; `nil` once the buyer has bound itself.
  func source(of id: ID<Deal>) -> String? { state.withLock { $0.uncommitted.source(of: id) } }

  /// Whether the deal runs and is from now on about to rest.
  func leave(_ deal: OpenDeal) -> Bool {
    state.withLock { state in
      guard case .running(let known)? = state.places[deal.id], known.driver === deal.driver else { return false }
      state.places[deal.id] = .leaving(deal)
      return true
    }
  }

  func isLeaving(_ id: ID<Deal>) -> Bool {
    state.withLock { if case .leaving? = $0.places[id] { true } else { false } }
  }

  func remove(_ id: ID<Deal>) {
    state.withLock { state in
      state.places[id] = nil
      state.used[id] = nil
      state.uncommitted.remove(id)
    }
    watchers.wake()
  }

  /// Returns when the deal runs, or is here no more.
  func settled(_ id: ID<Deal>) async throws {
    try await wait { state in
      switch state.places[id] {
      case .running, nil: true
      case .waking, .leaving: false
      }
    }
  }

  /// Returns when this run of a deal has ended.
  func gone(_ deal: OpenDeal) async throws {
    try await wait { state in
      switch state.places[deal.id] {
      case .running(let known), .leaving(let known): known.driver !== deal.driver
      case .waking, nil: true
      }
    }
  }

  private func wait(until holds: (borrowing State) -> Bool) async throws {
    while true {
      let wakings = watchers.wakings
      if state.withLock({ holds($0) }) { return }
      try await watchers.wait(after: wakings)
    }
  }
}
