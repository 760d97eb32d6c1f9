using System.Xml.Linq;

namespace LambdaSpeed.Tidy.Tests.Rules;

/// <summary>Satellites see the core, never each other; a package has its readme and its API files.</summary>
internal static class ProjectRule
{
    private static readonly string[] AlwaysAllowed = ["LambdaSpeed", "LambdaSpeed.CodecGenerator"];

    public static IEnumerable<Offence> Check(string path, string text, Func<string, bool> exists)
    {
        var project = XDocument.Parse(text);
        foreach (var reference in project.Descendants("ProjectReference").Select(node => (string?)node.Attribute("Include") ?? ""))
        {
            var name = Path.GetFileNameWithoutExtension(reference.Replace('\\', '/'));
            if (!AlwaysAllowed.Contains(name)) yield return new(path, 0, $"references {name}; a satellite sees the core alone");
        }

        if (!project.Descendants("IsPackable").Any(node => node.Value == "true")) yield break;

        var folder = path[..path.LastIndexOf('/')];
        foreach (var file in new[] { "README.md", "PublicAPI.Shipped.txt", "PublicAPI.Unshipped.txt" })
        {
            if (!exists($"{folder}/{file}")) yield return new(path, 0, $"is packed but has no {file} beside it");
        }
    }
}
