import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.LabelAndValue;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.Version;

/**
 * Lucene behind the two commands of every engine: "build TSV FOLDER" and "query FOLDER QUERIES".
 *
 * <p>Times are those of the one searching thread; what the compiler and the collector of the
 * virtual machine take beside it is left out, in Lucene's favour.
 */
public final class LucenePeer {
    private static final String[] FACETS = {"actor", "month", "source"};
    private static final double RAM_BUFFER_MB = 200;
    /** Rounds over all queries before the clock starts, so that all of it is compiled. */
    private static final int WARM_UP_ROUNDS = 20;
    private static final int REPEATS = 9;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private LucenePeer() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("build")) {
            build(Path.of(arguments[1]), Path.of(arguments[2]));
        } else {
            query(Path.of(arguments[1]), Path.of(arguments[2]));
        }
    }

    private static void build(Path collection, Path folder) throws IOException {
        List<String[]> rows = new ArrayList<>();
        try (var lines = Files.newBufferedReader(collection)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.add(line.split("\t", -1));
            }
        }
        System.gc();
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        double before = memory("VmRSS");
        long cpu = PROCESS.getProcessCpuTime();
        long wall = System.nanoTime();
        FacetsConfig config = facets();
        IndexWriterConfig settings = new IndexWriterConfig(new StandardAnalyzer());
        settings.setRAMBufferSizeMB(RAM_BUFFER_MB);
        try (Directory directory = FSDirectory.open(folder);
                IndexWriter writer = new IndexWriter(directory, settings)) {
            for (String[] row : rows) {
                writer.addDocument(config.build(document(row)));
            }
            writer.forceMerge(1);
            writer.commit();
        }
        double seconds = (PROCESS.getProcessCpuTime() - cpu) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "{\"measure\": \"build\", \"version\": \"%s\", \"documents\": %d, \"cpu_s\": %.3f,"
                        + " \"wall_s\": %.3f, \"peak_mb\": %.1f, \"held_before_mb\": %.1f}%n",
                version(), rows.size(), seconds, (System.nanoTime() - wall) / 1e9, memory("VmHWM"), before);
    }

    /** Columns: id, title, text, actors joined by blanks, published as YYYYMMDD, month, source. */
    private static Document document(String[] row) {
        Document document = new Document();
        document.add(new StringField("id", row[0], Field.Store.YES));
        document.add(new BinaryDocValuesField("id", new BytesRef(row[0])));
        document.add(new TextField("body", row[1] + "\n" + row[2], Field.Store.NO));
        document.add(new StoredField("title", row[1]));
        document.add(new StoredField("text", row[2]));
        for (String actor : row[3].split(" ")) {
            if (!actor.isEmpty()) {
                document.add(new StringField("actor", actor, Field.Store.NO));
                document.add(new SortedSetDocValuesFacetField("actor", actor));
            }
        }
        document.add(new IntField("published", Integer.parseInt(row[4]), Field.Store.NO));
        document.add(new SortedSetDocValuesFacetField("month", row[5]));
        document.add(new SortedSetDocValuesFacetField("source", row[6]));
        return document;
    }

    private static FacetsConfig facets() {
        FacetsConfig config = new FacetsConfig();
        config.setMultiValued("actor", true);
        for (String name : FACETS) {
            // Filters have a field of their own: no term is written for drilling down.
            config.setDrillDownTermsIndexing(name, FacetsConfig.DrillDownTermsIndexing.NONE);
        }
        return config;
    }

    private static void query(Path folder, Path queries) throws IOException {
        long cpu = THREADS.getCurrentThreadCpuTime();
        long wall = System.nanoTime();
        try (Directory directory = new MMapDirectory(folder);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            Session session = new Session(reader);
            System.out.printf(
                    Locale.ROOT,
                    "{\"measure\": \"open\", \"version\": \"%s\", \"cpu_ms\": %.4f, \"wall_ms\": %.4f}%n",
                    version(),
                    (THREADS.getCurrentThreadCpuTime() - cpu) / 1e6,
                    (System.nanoTime() - wall) / 1e6);
            List<String> lines = Files.readAllLines(queries);
            int calls = 0;
            for (String measure : new String[] {"top10", "facets"}) {
                calls += session.measure(measure, lines);
            }
            System.out.printf(
                    Locale.ROOT,
                    "{\"measure\": \"memory\", \"calls\": %d, \"resident_mb\": %.1f, \"own_mb\": %.1f}%n",
                    calls, memory("VmRSS"), memory("RssAnon"));
        }
    }

    /** Searches on one open index. */
    private static final class Session {
        private final IndexSearcher searcher;
        private final SortedSetDocValuesReaderState state;

        Session(DirectoryReader reader) throws IOException {
            searcher = new IndexSearcher(reader);
            searcher.setQueryCache(null);
            // All facets in one field: one pass over the hits counts them.
            state = new DefaultSortedSetDocValuesReaderState(reader, facets());
        }

        int measure(String measure, List<String> lines) throws IOException {
            List<Query> queries = new ArrayList<>();
            double[] first = new double[lines.size()];
            for (String line : lines) {
                queries.add(compile(line.split("\t", -1)));
            }
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                for (int number = 0; number < queries.size(); number++) {
                    long began = THREADS.getCurrentThreadCpuTime();
                    answer(measure, queries.get(number));
                    first[number] = round == 0 ? since(began) : first[number];
                }
            }
            for (int number = 0; number < queries.size(); number++) {
                double[] times = new double[REPEATS];
                Answer answer = null;
                for (int repeat = 0; repeat < REPEATS; repeat++) {
                    long began = THREADS.getCurrentThreadCpuTime();
                    answer = answer(measure, queries.get(number));
                    times[repeat] = since(began);
                }
                Arrays.sort(times);
                String kind = lines.get(number).split("\t", -1)[0];
                System.out.printf(
                        Locale.ROOT,
                        "{\"measure\": \"%s\", \"number\": %d, \"kind\": \"%s\", \"ms\": %.4f,"
                                + " \"first_ms\": %.4f, \"n\": %d, \"hits\": %d, %s}%n",
                        measure, number, kind, times[REPEATS / 2], first[number], REPEATS, answer.total,
                        answer.sums());
            }
            return lines.size() * (WARM_UP_ROUNDS + REPEATS);
        }

        private Answer answer(String measure, Query query) throws IOException {
            // A threshold that is never reached: the total is true.
            TopScoreDocCollector best = TopScoreDocCollector.create(10, Integer.MAX_VALUE);
            Answer answer = new Answer();
            if (measure.equals("top10")) {
                searcher.search(query, best);
            } else {
                FacetsCollector all = new FacetsCollector();
                searcher.search(query, MultiCollector.wrap(best, all));
                var counts = new SortedSetDocValuesFacetCounts(state, all);
                for (String name : FACETS) {
                    FacetResult found = counts.getAllChildren(name);
                    LabelAndValue[] values = found == null ? new LabelAndValue[0] : found.labelValues;
                    Arrays.sort(values, Comparator.comparingInt(value -> -value.value.intValue()));
                    answer.counts.put(name, values);
                }
            }
            TopDocs top = best.topDocs();
            answer.total = top.totalHits.value;
            // From a column: stored fields would unpack a block of texts for each id.
            for (ScoreDoc hit : top.scoreDocs) {
                BinaryDocValues ids = MultiDocValues.getBinaryValues(searcher.getIndexReader(), "id");
                ids.advanceExact(hit.doc);
                answer.ids.add(ids.binaryValue().utf8ToString());
            }
            return answer;
        }
    }

    /** What a query gave, as objects that a caller could use. */
    private static final class Answer {
        private final List<String> ids = new ArrayList<>();
        private final Map<String, LabelAndValue[]> counts = new HashMap<>();
        private long total;

        String sums() {
            List<String> values = new ArrayList<>();
            List<String> counted = new ArrayList<>();
            for (String name : FACETS) {
                LabelAndValue[] pairs = counts.get(name);
                if (pairs != null) {
                    int sum = Arrays.stream(pairs).mapToInt(pair -> pair.value.intValue()).sum();
                    values.add("\"" + name + "\": " + pairs.length);
                    counted.add("\"" + name + "\": " + sum);
                }
            }
            return "\"values\": {" + String.join(", ", values) + "}, \"counted\": {"
                    + String.join(", ", counted) + "}";
        }
    }

    private static Query compile(String[] row) {
        String[] words = row[1].split(" ");
        Term first = new Term("body", words[0]);
        switch (row[0]) {
            case "and2":
                return joined(words, Occur.MUST, Occur.MUST);
            case "or3":
                return joined(words, Occur.SHOULD, Occur.SHOULD);
            case "not":
                return joined(words, Occur.MUST, Occur.MUST_NOT);
            case "phrase":
                return new PhraseQuery("body", words);
            case "prefix":
                return new PrefixQuery(first);
            case "fuzzy":
                return new FuzzyQuery(first, 1, 1);
            case "date":
                return filtered(
                        first,
                        IntField.newRangeQuery("published", Integer.parseInt(row[2]), Integer.parseInt(row[3])));
            case "actor":
                return filtered(first, new TermQuery(new Term("actor", row[2])));
            default:
                return new TermQuery(first);
        }
    }

    private static Query joined(String[] words, Occur first, Occur others) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (int number = 0; number < words.length; number++) {
            all.add(new TermQuery(new Term("body", words[number])), number == 0 ? first : others);
        }
        return all.build();
    }

    private static Query filtered(Term word, Query narrowing) {
        return new BooleanQuery.Builder()
                .add(new TermQuery(word), Occur.MUST)
                .add(narrowing, Occur.FILTER)
                .build();
    }

    private static double since(long began) {
        return (THREADS.getCurrentThreadCpuTime() - began) / 1e6;
    }

    private static String version() {
        return "Lucene " + Version.LATEST + ", Java " + Runtime.version().feature();
    }

    /** Resident memory of this process in MiB, as the kernel counts it. */
    private static double memory(String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(field + ":")) {
                return Integer.parseInt(line.replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        return 0;
    }
}
