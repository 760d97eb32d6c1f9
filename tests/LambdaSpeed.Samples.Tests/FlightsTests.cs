using System.Security.Cryptography;
using System.Text.Json;
using Xunit;

namespace LambdaSpeed.Samples.Tests;

public sealed class FlightsTests : IDisposable
{
    private const string Set = "flights-2001q1";
    private const string Header = "dep_time,delay_min,distance_mi,origin,dest";
    private const string NoDeadLetters = "file,offset,reason,line\n";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Export_OfTheRealFlights_IsTheReferenceByteForByte()
    {
        var flights = RealData.PathTo(Set, "flights.csv.gz");
        var expected = RealData.PathTo(Set, "expected");

        var run = await SampleRun.FlightsAsync("--input", flights, "--parallelism", "2", "--export", _scratch.Folder);

        run.RequireSuccess();
        var references = Directory.GetFiles(expected, "f*").ToList();
        Assert.Equal(13, references.Count);
        Assert.All(references, RequireReference);
        using var summary = JsonDocument.Parse(await File.ReadAllBytesAsync(
            Path.Combine(expected, "summary.json"), TestContext.Current.CancellationToken));
        Assert.Equal( // too large to be at hand
            summary.RootElement.GetProperty("f2_hopping_3h_15min_per_origin").GetProperty("sha256").GetString(),
            Convert.ToHexStringLower(SHA256.HashData(_scratch.Read("f2_hopping_3h_15min_per_origin.csv"))));
        Assert.Equal(NoDeadLetters, _scratch.ReadText("dead_letters.csv"));
        Assert.StartsWith("1,477,911 flights from 224 airports, 1,077,024,527 miles, 11,132,596 minutes of delay, 0 malformed lines",
            run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "81,104 flights were late by an hour or more, in 39,128 sessions, 27,591 of one flight", run.Output, StringComparison.Ordinal);
        Assert.Contains("In the order of arrival 659,924 flights come after one that left later", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupt_ThenTheSameCommand_GoesOnWhereItWas()
    {
        var flights = FirstOfTheRealFlights(60_000);
        (await SampleRun.FlightsAsync("--input", flights, "--export", _scratch.PathTo("expected"))).RequireSuccess();
        var expected = Exports.Read(_scratch.PathTo("expected"));
        var first = await SampleRun.InterruptedAsync(
            global::Flights.FlightsApp.RunAsync, ["--input", flights, "--data", _scratch.PathTo("data"), "--rate", "10000"],
            () => new KeptFolder(_scratch.PathTo("data")).LineBytes() > 0);
        var taken = await new KeptFolder(_scratch.PathTo("data")).CountLinesAsync();
        Assert.Equal(130, first.ExitCode);
        Assert.StartsWith("INCOMPLETE", first.Output, StringComparison.Ordinal);
        Assert.InRange(taken, 1, 50_000);

        foreach (var start in Enumerable.Range(2, 2))
        {
            (await SampleRun.FlightsAsync("--input", flights, "--data", _scratch.PathTo("data"), "--export", _scratch.PathTo("export")))
                .RequireSuccess();
            Exports.RequireSame(expected, _scratch.PathTo("export"), $"start {start}, after {taken} lines");
        }
    }

    [Fact]
    public async Task Flights_OfAFolder_AreAddedUp()
    {
        _scratch.Write("in-1.csv", $"{Header}\n2001-01-01T10:00,61,100,AAA,BBB\n2001-01-01T10:59,-5,200,AAA,CCC\n");
        _scratch.WritePacked("in-2.csv.gz", $"{Header}\n2001-01-01T09:30,90,300,AAA,BBB\n2001-01-01T10:29,0,50,BBB,AAA\n");
        _scratch.Write("in-3.csv", "");

        var run = await SampleRun.FlightsAsync("--input", _scratch.Folder, "--export", _scratch.PathTo("out"));

        run.RequireSuccess();
        Assert.Equal("hour_start,origin,flights,sum_delay_min,min_delay_min,max_delay_min\n" +
            "978339600,AAA,1,90,90,90\n978343200,AAA,2,56,-5,61\n978343200,BBB,1,0,0,0\n",
            _scratch.ReadText("out/f1_flights_and_delay_per_origin_hour.csv"));
        Assert.Equal("start,end,origin,flights\n978341400,978343200,AAA,2\n",
            _scratch.ReadText("out/f5_sessions_of_flights_60min_late_per_origin.csv"));
        Assert.Equal("origin,flights,sum_delay,sum_delay_squared,min_delay,max_delay,sum_distance\n" +
            "AAA,3,146,11846,-5,90,600\nBBB,1,0,0,0,0,50\n", _scratch.ReadText("out/f6_totals_per_origin.csv"));
        Assert.StartsWith("q_per_10000,delay_min\n0,-5\n", _scratch.ReadText("out/f7_delay_quantiles.csv"), StringComparison.Ordinal);
        Assert.StartsWith("delay_s,lateness_s,accepted,dropped,windows\n0,0,3,1,1\n", // 9:30 is heard of after 10:59
            _scratch.ReadText("out/f8_watermark_1h_windows.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MalformedLines_AmongGoodOnes_AreDeadLettersByReason()
    {
        var flights = _scratch.Write("flights.csv", string.Join('\n',
            Header,
            "2001-01-01T10:00,61,100,AAA,BBB",
            "",
            "garbage, to be quoted",
            "2001-02-30T10:00,61,100,AAA,BBB",
            "1969-12-31T23:59,61,100,AAA,BBB",
            "2001-01-01T10:00,late,100,AAA,BBB",
            "2001-01-01T10:00,61,-1,AAA,BBB",
            "2001-01-01T10:00,61,100,,BBB",
            "2001-01-01T10:00,61,100,AAA,BBB,CCC",
            "2001-01-01T10:01,-61,100,AAA,BBB"));

        var run = await SampleRun.FlightsAsync("--input", flights, "--export", _scratch.PathTo("out"));

        run.RequireSuccess();
        Assert.StartsWith(
            "2 flights from 1 airports, 200 miles, 0 minutes of delay, 8 malformed lines", run.Output, StringComparison.Ordinal);
        var letters = _scratch.ReadText("out/dead_letters.csv").TrimEnd().Split('\n').Skip(1).ToList();
        Assert.Equal(["flights.csv,75,Empty,", "flights.csv,76,WrongFields,\"garbage, to be quoted\""], letters[..2]);
        Assert.Equal(["Empty", "WrongFields", "BadTime", "BadTime", "BadDelay", "BadDistance", "WrongFields", "WrongFields"],
            letters.Select(letter => letter.Split(',')[2]));
    }

    [Fact]
    public async Task File_WithoutFlights_GivesAnEmptyReport()
    {
        var run = await SampleRun.FlightsAsync("--input", _scratch.Write("none.csv", Header + "\n"), "--export", _scratch.PathTo("out"));

        run.RequireSuccess();
        Assert.StartsWith("0 flights from 0 airports", run.Output, StringComparison.Ordinal);
        Assert.Equal("q_per_10000,delay_min\n", _scratch.ReadText("out/f7_delay_quantiles.csv"));
    }

    [Theory]
    [InlineData("", "--input is missing", "name files")]
    [InlineData("--input absent.csv", "absent.csv", "does not exist")]
    [InlineData("--output out", "--output is no option")]
    [InlineData("--rate 10 --input absent.csv", "absent.csv")]
    public async Task Arguments_ThatAreWrong_AreNamedWithARemedy(string line, params string[] words) =>
        (await SampleRun.FlightsAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).RequireRefusal(words);

    [Fact]
    public async Task File_ThatHoldsNoFlights_IsRefused()
    {
        var poem = _scratch.Write("poem.csv", "Shall I compare thee\n");
        var packed = await File.ReadAllBytesAsync(_scratch.WritePacked("a.csv.gz", Header), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_scratch.PathTo("cut.csv.gz"), packed[..12], TestContext.Current.CancellationToken);

        (await SampleRun.FlightsAsync("--input", poem)).RequireRefusal("poem.csv", Header);
        (await SampleRun.FlightsAsync("--input", _scratch.PathTo("cut.csv.gz"))).RequireRefusal("cut.csv.gz", "no sound gzip file");
        (await SampleRun.FlightsAsync("--input", Directory.CreateDirectory(_scratch.PathTo("empty")).FullName))
            .RequireRefusal("empty", "without *.csv");
    }

    private void RequireReference(string file)
    {
        var isPacked = file.EndsWith(".gz", StringComparison.Ordinal);
        var name = Path.GetFileName(isPacked ? file[..^3] : file);
        var content = isPacked ? Scratch.Unpack(file) : File.ReadAllBytes(file);
        Assert.True(content.AsSpan().SequenceEqual(_scratch.Read(name)), $"{name} is another");
    }

    private string FirstOfTheRealFlights(int count)
    {
        var content = Scratch.Unpack(RealData.PathTo(Set, "flights.csv.gz"));
        var end = 0;
        for (var line = 0; line <= count; line++) end += content.AsSpan(end).IndexOf((byte)'\n') + 1;
        File.WriteAllBytes(_scratch.PathTo("flights.csv"), content[..end]);
        return _scratch.PathTo("flights.csv");
    }
}
