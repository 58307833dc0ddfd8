public import SemperCoding
import SemperModel
public import SemperStatements

/// What a side gives in a step, as its owner or a policy has filled it in.
public struct FilledStep: Hashable, Sendable, CanonicalValue {
  public let documents: GivenDocuments
  /// Descriptions of the content that the documents name.
  public let contents: [ContentDescription]
  public let credentials: [HandedCredential]

  public init(
    _ documents: GivenDocuments = .none, contents: [ContentDescription] = [], credentials: [HandedCredential] = []
  ) {
    self.documents = documents
    self.contents = contents
    self.credentials = credentials
  }

  /// With descriptions of the content that the documents name, as far as they are known.
  public init(_ documents: GivenDocuments, describing known: [ContentDescription], credentials: [HandedCredential] = [])
  {
    let named = Set(documents.object.members.flatMap { $0.value.object?.members.map(\.value.canonicalBytes) ?? [] })
    self.init(
      documents, contents: known.filter { named.contains($0.documentDigest.json.canonicalBytes) },
      credentials: credentials)
  }

  public var json: JSON {
    .fields(["contents": contents.json, "credentials": credentials.json, "documents": documents.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    contents = try fields.value("contents")
    credentials = try fields.value("credentials")
    documents = try fields.value("documents")
    try fields.close()
  }
}
