/// What a new edition of a directory changes. Nothing at all is an edition too: it says that what there is is still the newest.
public struct DirectoryChanges: Sendable {
  /// The next root, signed by the old and the new holders of its keys.
  public var root: SignedMetadata<RootMetadata>?
  /// What the directory itself distributes, with `nil` for what it no longer does.
  public var contents: [TargetPath: [UInt8]?]
  /// Delegations by their names, with `nil` for those that end. One that begins or changes its keys needs a file of the delegate.
  public var delegations: [String: (delegation: Delegation, keys: [DirectoryKey])?]
  /// Files of delegates, as they signed them.
  public var submissions: [Submission]

  public init(
    root: SignedMetadata<RootMetadata>? = nil, contents: [TargetPath: [UInt8]?] = [:],
    delegations: [String: (delegation: Delegation, keys: [DirectoryKey])?] = [:], submissions: [Submission] = []
  ) {
    self.root = root
    self.contents = contents
    self.delegations = delegations
    self.submissions = submissions
  }

  public var isEmpty: Bool { root == nil && contents.isEmpty && delegations.isEmpty && submissions.isEmpty }
}
