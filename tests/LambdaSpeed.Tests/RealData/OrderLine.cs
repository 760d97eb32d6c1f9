using System.Globalization;

namespace LambdaSpeed.Tests.RealData;

/// <summary>A line of an invoice of a web shop.</summary>
/// <param name="Invoice">Its number.</param>
/// <param name="Code">What was sold.</param>
/// <param name="Quantity">How many; negative when they came back.</param>
/// <param name="Time">When.</param>
/// <param name="Price">Of one, in pounds.</param>
/// <param name="Customer">Who; empty when unknown.</param>
/// <param name="Country">Where to.</param>
internal sealed record OrderLine(
    string Invoice, string Code, long Quantity, DateTimeOffset Time, decimal Price, string Customer, string Country)
{
    public const string Set = "online-retail";

    /// <summary>Sold (N), cancelled (C), or an adjustment (A).</summary>
    public string Class => Invoice[0] is 'C' or 'A' ? Invoice[..1] : "N";

    public decimal Amount => Quantity * Price;

    public bool IsOfKnownCustomer => Customer.Length > 0;

    public static List<OrderLine> ReadAll(DataSet data) => [.. data.Rows("online-retail.csv.gz").Select(CsvFields.Of).Select(field => new OrderLine(
        field[0],
        field[1],
        long.Parse(field[3], CultureInfo.InvariantCulture),
        new DateTimeOffset(DateTime.ParseExact(field[4], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), TimeSpan.Zero),
        decimal.Parse(field[5], NumberStyles.Float, CultureInfo.InvariantCulture),
        field[6].Split('.')[0],
        field[7]))];
}
