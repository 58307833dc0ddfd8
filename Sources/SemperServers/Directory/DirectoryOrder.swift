public import SemperArchiveSQLite
public import SemperCertification
public import SemperCoding
import SemperModel

/// What a directory's owner publishes from day to day, also while the directory is served: packages of sellers, and what evaluators
/// hand in. Roots and delegations change while it is not served.
public struct DirectoryOrder: HomeQuestion {
  public typealias Answer = DirectoryReceipt.Answer
  public static let socketName = "directory.sock"
  public static let limits = DecodingLimits.submission

  public let packages: [UnverifiedPackage]
  public let submissions: [DirectoryChanges.Submission]

  public init(packages: [UnverifiedPackage] = [], submissions: [DirectoryChanges.Submission] = []) {
    self.packages = packages
    self.submissions = submissions
  }

  var changes: DirectoryChanges {
    var changes = DirectoryChanges(submissions: submissions)
    for package in packages { changes.contents[ServicePath.package(package.service)] = package.canonicalBytes }
    return changes
  }

  public var json: JSON { .fields(["packages": packages.json, "submissions": submissions.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    packages = try fields.value("packages")
    submissions = try fields.value("submissions")
    try fields.close()
  }
}
