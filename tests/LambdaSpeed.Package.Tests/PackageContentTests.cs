using System.Xml.Linq;
using Xunit;

namespace LambdaSpeed.Package.Tests;

public sealed class PackageContentTests(PackedLibrary library)
{
    private static readonly string[] Dependencies =
        ["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions"];

    [Fact]
    public void Package_HoldsLibraryDocumentationAndReadme()
    {
        var files = library.Files();

        Assert.Contains("lib/net10.0/LambdaSpeed.dll", files);
        Assert.Contains("lib/net10.0/LambdaSpeed.xml", files);
        Assert.Contains("README.md", files);
    }

    [Fact]
    public void Package_HoldsNothingElse()
    {
        var expected = new[] { "lib/net10.0/LambdaSpeed.", "README.md", "LambdaSpeed.nuspec", "_rels/", "package/", "[Content_Types].xml", "analyzers/" };

        Assert.All(library.Files(), file => Assert.Contains(expected, start => file.StartsWith(start, StringComparison.Ordinal)));
    }

    [Fact]
    public void Package_HoldsTheCodecGenerator()
    {
        var exists = File.Exists(Repository.PathTo("src", "LambdaSpeed.CodecGenerator", "LambdaSpeed.CodecGenerator.csproj"));
        Assert.SkipUnless(exists, "there is no src/LambdaSpeed.CodecGenerator yet");

        Assert.Contains("analyzers/dotnet/cs/LambdaSpeed.CodecGenerator.dll", library.Files());
    }

    [Fact]
    public void SymbolPackage_HoldsTheSymbols() => Assert.Contains("lib/net10.0/LambdaSpeed.pdb", library.SymbolFiles());

    [Fact]
    public void Specification_SaysLicenseReadmeAndTags()
    {
        Assert.Equal("MIT", Single("license").Value);
        Assert.Equal("expression", (string?)Single("license").Attribute("type"));
        Assert.Equal("README.md", Single("readme").Value);
        Assert.Contains("lambda-architecture", Single("tags").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Specification_DependsOnTheAbstractionsAlone() =>
        Assert.Equal(
            Dependencies,
            library.Specification().Descendants()
                .Where(node => node.Name.LocalName == "dependency")
                .Select(node => (string)node.Attribute("id")!)
                .Order(StringComparer.Ordinal));

    private XElement Single(string name) => library.Specification().Descendants().Single(node => node.Name.LocalName == name);
}
