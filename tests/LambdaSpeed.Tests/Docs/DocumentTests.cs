using System.Reflection;
using System.Runtime.Loader;
using Xunit;

namespace LambdaSpeed.Tests.Docs;

/// <summary>Every piece of C# in the documents compiles without a warning, and whole programs print what is written below them.</summary>
[Collection(nameof(DocumentTests))]
[CollectionDefinition(nameof(DocumentTests), DisableParallelization = true)] // the console is one for all
public sealed class DocumentTests
{
    public static TheoryData<string> Blocks => [.. CodeBlock.All.Select(block => block.Place)];

    public static TheoryData<string> Programs => [.. CodeBlock.All.Where(block => block.Output is not null).Select(block => block.Place)];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Block_Compiles(string place)
    {
        DocumentCompiler.Compile(CodeBlock.At(place), out var complaints);

        Assert.Empty(complaints);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Program_Run_PrintsWhatTheDocumentSays(string place)
    {
        var block = CodeBlock.At(place);
        using var image = new MemoryStream();
        Assert.True(DocumentCompiler.Compile(block, out _).Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        image.Position = 0;

        var printed = Run(new AssemblyLoadContext(block.Place).LoadFromStream(image).EntryPoint!);

        Assert.Equal(block.Output, printed);
    }

    private static string Run(MethodInfo main)
    {
        using var printed = new StringWriter { NewLine = "\n" };
        var console = Console.Out;
        Console.SetOut(printed);
        try
        {
            main.Invoke(null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(console);
        }
        return printed.ToString();
    }
}
