using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace LambdaSpeed.Tests.RealData;

/// <summary>The form in which results are compared: rows in a stated order, fields quoted only where they must be.</summary>
internal static class CanonicalCsv
{
    private static readonly Comparer<object[]> ByColumns = Comparer<object[]>.Create(Compare);
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>Rows in ascending order of their columns from left to right.</summary>
    public static List<object[]> InOrder(IEnumerable<object[]> rows)
    {
        var sorted = rows.ToList();
        sorted.Sort(ByColumns);
        return sorted;
    }

    public static string Of(string header, IEnumerable<object[]> rows)
    {
        var text = new StringBuilder(header).Append('\n');
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (i > 0) text.Append(',');
                if (row[i] is long number) text.Append(number);
                else if (row[i] is string word && word.AsSpan().ContainsAny(Special)) text.Append('"').Append(word.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
                else text.Append(row[i]);
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static int Compare(object[] left, object[] right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            var order = left[i] switch
            {
                long number => number.CompareTo((long)right[i]),
                string word => string.CompareOrdinal(word, (string)right[i]),
                var other => Comparer<object>.Default.Compare(other, right[i]),
            };
            if (order != 0) return order;
        }
        return 0;
    }
}
