using System.Text;

namespace LambdaSpeed.Redis;

/// <summary>Patterns that names of keys are matched with.</summary>
internal static class RedisPattern
{
    /// <summary>A pattern that this text alone matches.</summary>
    public static string Escape(string text)
    {
        var pattern = new StringBuilder(text.Length + 2); // some more where something is escaped
        foreach (var letter in text)
        {
            if (letter is '*' or '?' or '[' or ']' or '\\') pattern.Append('\\');
            pattern.Append(letter);
        }
        return pattern.ToString();
    }
}
