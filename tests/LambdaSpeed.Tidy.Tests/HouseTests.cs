using LambdaSpeed.Tidy.Tests.Rules;
using Xunit;

namespace LambdaSpeed.Tidy.Tests;

/// <summary>The house rules, applied to this repository. Each failure lists every offending place.</summary>
public sealed class HouseTests(ITestOutputHelper output)
{
    [Fact]
    public void Core_IsFound() => Assert.NotEmpty(Repository.Core);

    [Fact]
    public void Core_Binds_SoThatTheFloorRuleSeesEverything() => RequireNone(FloorRule.Unbound(FloorRule.Compile(Repository.Core)));

    [Fact]
    public void Rooms_UseOnlyLowerFloors() => RequireNone(FloorRule.Check(Repository.Core));

    [Fact]
    public void Rooms_AreThoseOfContributing()
    {
        var written = Repository.Read("CONTRIBUTING.md").Split('\n')
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 4 && int.TryParse(cells[1], out _))
            .SelectMany(cells => cells[2].Split('·', StringSplitOptions.TrimEntries).Select(room => $"{cells[1]} {room}"))
            .Order(StringComparer.Ordinal);
        var planned = Rooms.Plan.Values.Select(Rooms.Line).Order(StringComparer.Ordinal);

        Assert.Equal(planned, written);
    }

    [Fact]
    public void Files_HoldOneTypeNamedLikeThem() => RequireNone(OneTypeRule.Check(Repository.Sources));

    [Fact]
    public void Namespaces_FollowFolders() => RequireNone(NamespaceRule.Check(Repository.Sources));

    [Fact]
    public void Files_Methods_And_Lines_AreShort() => RequireNone(SizeRule.Check(Repository.Sources));

    [Fact]
    public void Files_AreShortOnTheWhole()
    {
        var median = SizeRule.MedianLines(Repository.Sources);
        output.WriteLine($"{Repository.Sources.Count} files, median {median} lines");

        Assert.True(median <= SizeRule.MaxMedianFileLines, $"the median file has {median} lines, at most {SizeRule.MaxMedianFileLines}");
    }

    [Fact]
    public void Names_SaySomething() => RequireNone(NameRule.Check(Repository.Sources));

    [Fact]
    public void Engine_SaysChunkNotBatch() => RequireNone(GlossaryRule.Check(Repository.Core));

    [Fact]
    public void Classes_AreSealed() => RequireNone(SealedRule.Check(Repository.Sources));

    [Fact]
    public void Pointers_HaveOnePlace() => RequireNone(UnsafeRule.Check(Repository.Sources));

    [Fact]
    public void Types_AreDocumented() => RequireNone(DocumentationRule.CheckTypes(Repository.Sources));

    [Fact]
    public void Options_AreRecordsThatSayTheirDefaults() => RequireNone(DocumentationRule.CheckOptions(Repository.Sources));

    [Fact]
    public void MutableFields_SayWhatTheyMean() => RequireNone(DocumentationRule.CheckFields(Repository.Sources));

    [Fact]
    public void TrackedFiles_HaveNoLeftovers() =>
        RequireNone(Repository.TrackedFiles.Where(LeftoverRule.Reads).SelectMany(path => LeftoverRule.Check(path, Repository.Read(path))));

    [Fact]
    public void Changelog_HasItsForm() => RequireNone(ChangelogRule.Check("CHANGELOG.md", Repository.Read("CHANGELOG.md")));

    [Fact]
    public void Projects_SeeTheCoreAlone() =>
        RequireNone(Repository.TrackedFiles
            .Where(path => path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".csproj", StringComparison.Ordinal))
            .SelectMany(path => ProjectRule.Check(path, Repository.Read(path), Repository.Exists)));

    [Fact]
    public void Projects_AreInTheSolution()
    {
        var solution = Repository.Read("LambdaSpeed.sln");

        RequireNone(Repository.TrackedFiles
            .Where(path => path.EndsWith(".csproj", StringComparison.Ordinal))
            .Where(path => !solution.Contains($"\"{path.Replace('/', '\\')}\"", StringComparison.Ordinal))
            .Select(path => new Offence(path, 0, "is not in LambdaSpeed.sln: its configuration would be another; dotnet sln add it")));
    }

    private static void RequireNone(IEnumerable<object> offences)
    {
        var found = offences.ToList();
        if (found.Count > 0) Assert.Fail($"{found.Count} offences:\n{string.Join('\n', found)}");
    }
}
