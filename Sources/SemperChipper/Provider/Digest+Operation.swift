import SemperModel

extension Digest {
  /// By which the provider books what a digest names: a module's batch by its root, a refund by its reason.
  var operation: ID<Operation> {
    do {
      return try ID(bytes: Array(bytes.prefix(ID<Operation>.size)))
    } catch {
      preconditionFailure("a digest has more bytes than an id")
    }
  }
}
