import SemperArchiveSQLite
import SemperCertification
public import SemperModel

extension DirectoryDesk {
  /// Another publishes at the same moment at most so often: the server renews its timestamp a few times a day.
  private static let tries = 4

  /// Publishes what is ordered, as the next edition. Refuses (`malformed`, blame on us) an order of nothing, and what `publish` refuses.
  public func carryOut(_ order: DirectoryOrder, at now: Timestamp) async throws -> DirectoryReceipt {
    guard !order.packages.isEmpty || !order.submissions.isEmpty else {
      throw Refusal(.malformed, blame: .us, "there is nothing to publish")
    }
    for attempt in 1...Self.tries {
      let listed = try await edition().targets.content.targets
      let isNew = order.packages.map { listed[ServicePath.package($0.service)] == nil }
      do {
        return DirectoryReceipt(isNew: isNew, edition: EditionNumbers(try await publish(order.changes, at: now)))
      } catch let refusal as Refusal where refusal.code == .unavailable && attempt < Self.tries {
        continue
      }
    }
    throw Refusal(.unavailable, blame: .us, "somebody else publishes all the time; try again")
  }

  /// Publishes at the directory with this home: by its server where it is served, else by opening the home. Refuses (`notFound`, blame on
  /// us) where there is none.
  public static func carryOut(_ order: DirectoryOrder, at home: String, now: Timestamp) async throws -> DirectoryReceipt
  {
    if case .done(let receipt)? = try QuestionSocket.ask(order, home: home) { return receipt }
    guard Home.exists(at: home) else {
      throw Refusal(
        .notFound, blame: .us,
        "there is no directory in \(home); name its home, or found one with semper directory init")
    }
    let desk = try DirectoryDesk(at: home)
    defer { try? desk.close() }
    return try await desk.carryOut(order, at: now)
  }
}
