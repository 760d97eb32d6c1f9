using Xunit;

namespace LambdaSpeed.Package.Tests;

public sealed class ConsumerTests(PackedLibrary library)
{
    [Fact]
    public async Task FreshProject_ThatReferencesThePackage_BuildsAndRuns()
    {
        var folder = library.NewConsumer();

        await Command.DotnetAsync(folder, "build", "-c", "Release", "-o", "out", "-p:PublishAot=false", "-nologo");
        var printed = await Command.DotnetAsync(folder, Path.Combine("out", "Consumer.dll"));

        Assert.Equal(PackedLibrary.ExpectedOutput(), printed);
        Assert.True(File.Exists(Path.Combine(folder, "packages", "lambdaspeed", library.Version, "lambdaspeed.nuspec")), "taken from elsewhere");
    }
}
