using LambdaSpeed.CodecGenerator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace LambdaSpeed.Tests.Codecs;

public sealed class CodecGeneratorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("LS1001", "[GenerateCodec] public record A(System.Uri Where);")]
    [InlineData("LS1001", "[GenerateCodec] public record A(System.Collections.Generic.List<object> All);")]
    [InlineData("LS1001", "public record B(int X); [GenerateCodec] public record A(B Inner);")]
    [InlineData("LS1002", "[GenerateCodec] public class A { public A(int hidden) { } }")]
    [InlineData("LS1002", "[GenerateCodec] public class A { private A() { } public int X { get; set; } }")]
    [InlineData("LS1003", "public class O { [GenerateCodec] private record A(int X); }")]
    [InlineData("LS1003", "[GenerateCodec] file record A(int X);")]
    [InlineData("LS1004", "[GenerateCodec] public record A(int X, System.Collections.Generic.List<A> Inner);")]
    [InlineData("LS1004", "[GenerateCodec] public record A(B[] Inner); [GenerateCodec] public record B(A Outer);")]
    [InlineData("LS1005", "[GenerateCodec] public record struct A(int X) { private int _lost = 1; }")]
    [InlineData("LS1005", "[GenerateCodec] public class A { public int X { get; private set; } }")]
    [InlineData("LS1006", "[GenerateCodec] public abstract record A(int X);")]
    [InlineData("LS1006", "[GenerateCodec] public record A<T>(T X);")]
    [InlineData("LS1006", "[GenerateCodec] public ref struct A { public int X; }")]
    [InlineData("LS1006", "[GenerateCodec] public static class A;")]
    [InlineData("LS1007", "[GenerateCodec] public record A(int X, [CodecMember(Since = 300)] int Y);")]
    public void Generator_WhatItCannotDo_IsReported(string id, string source)
    {
        var result = Run("using LambdaSpeed; " + source, out var others);
        Assert.Contains(id, result.Diagnostics.Select(report => report.Id));
        Assert.Empty(others);
    }

    [Theory]
    [InlineData("[assembly: GenerateCodec(typeof((string, int)))] [assembly: GenerateCodec(typeof(System.DayOfWeek?))]")]
    [InlineData("[GenerateCodec] public partial record A(int X); public partial record A { public string? @class { get; init; } }")]
    [InlineData("[GenerateCodec] public record A(int X = -5, string Y = \"a\\\"\", [CodecMember(Since = 2)] decimal Z = -1.5m);")]
    [InlineData("[GenerateCodec] public record A(System.DayOfWeek[] D, [CodecMember(Since = 2)] System.DayOfWeek E = "
        + "(System.DayOfWeek)3);")]
    [InlineData("namespace N { class O { internal protected class P { [GenerateCodec] internal record struct A(byte[] "
        + "X, (int, string) Y); } } }")]
    [InlineData("[assembly: GenerateCodec(typeof(P<int>))] [GenerateCodec] public record A(P<int> X); public record P<T>(T Value);")]
    [InlineData("[GenerateCodec] public record A(int X); [GenerateCodec] public sealed record B(int X, string Y) : A(X);")]
    [InlineData("[GenerateCodec] public record Empty; [GenerateCodec] public struct Nothing { }")]
    [InlineData("using LambdaSpeed.Aggregation; [GenerateCodec] public record A(DoubleSum X, Distinct<string> Y, Chosen<(int, long)> Z, "
        + "(DecimalSum, System.Numerics.BigInteger) U, ItemCounts<string> V, Collected<decimal> W);")]
    [InlineData("[assembly: GenerateCodec(typeof(A))] [GenerateCodec] public record A(int X);")]
    public void Generator_WhatItCanDo_Compiles(string source)
    {
        var result = Run("using LambdaSpeed; " + source, out var others);
        Assert.Empty(result.Diagnostics);
        Assert.Empty(others);
        Assert.Contains("CodecRegistration.g.cs", result.GeneratedTrees.Select(tree => Path.GetFileName(tree.FilePath)));
    }

    [Fact]
    public void Generator_UnrelatedEdit_ReusesItsOutput()
    {
        var compilation = Compile("using LambdaSpeed; [GenerateCodec] public record A(int X);");
        var options = new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new RecordCodecGenerator().AsSourceGenerator()], driverOptions: options);
        driver = driver.RunGenerators(compilation, Token);
        driver = driver.RunGenerators(compilation.AddSyntaxTrees(Parse("class Unrelated;")), Token);

        var outputs = driver.GetRunResult().Results.Single().TrackedOutputSteps
            .SelectMany(step => step.Value)
            .SelectMany(run => run.Outputs);
        Assert.All(outputs, output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    private static GeneratorDriverRunResult Run(string source, out List<Diagnostic> others)
    {
        var driver = CSharpGeneratorDriver.Create(new RecordCodecGenerator())
            .RunGeneratorsAndUpdateCompilation(Compile(source), out var output, out _, Token);
        others = [.. output.GetDiagnostics(Token).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        return driver.GetRunResult();
    }

    private static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, cancellationToken: Token);

    private static CSharpCompilation Compile(string source)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Append(typeof(Codec).Assembly.Location)
            .Distinct()
            .Select(path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create(
            "Consumer",
            [Parse(source)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }
}
