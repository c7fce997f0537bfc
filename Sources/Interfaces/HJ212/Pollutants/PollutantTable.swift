// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The codes of what is measured (HJ 212-2017 annex B after HJ 524 and HJ 525; the second column is that of HJ/T 212-2005):
/// code, older code, UCUM unit, UCUM unit of sums (`Cou`), name, Chinese name.
///
/// For ten codes the standard prints ng/m³ (纳克/立方米). Where its own columns contradict that, the unit is µg/m³: PM2.5 in ng/m³
/// with three digits before the point would end at 1 µg/m³, and sums of ng are in mg elsewhere, of µg in g, as here. Of four
/// metals both may be meant, so there is none: the registry of devices gives it.
enum PollutantTable {
  static let text = """
    w00000|B01|L/s|m3|Wastewater flow|污水
    w01001|001|[pH]|-|pH|pH值
    w01002|002|{colour}|-|Colour|色度
    w01006|-|mg/L|kg|Total dissolved solids|溶解性总固体
    w01009|-|mg/L|-|Dissolved oxygen|溶解氧
    w01010|-|Cel|-|Water temperature|水温
    w01012|003|mg/L|kg|Suspended solids|悬浮物
    w01014|-|uS/cm|-|Conductivity|电导率
    w01017|010|mg/L|kg|Five-day biochemical oxygen demand|五日生化需氧量
    w01018|011|mg/L|kg|Chemical oxygen demand|化学需氧量
    w01019|-|mg/L|kg|Permanganate index|高锰酸盐指数
    w01020|015|mg/L|kg|Total organic carbon|总有机碳
    w02003|550|/L|-|Faecal coliforms|粪大肠菌群
    w02006|-|/L|-|Bacterial count|细菌总数
    w03001|570|Bq/L|-|Gross alpha radioactivity|总α放射性
    w03002|571|Bq/L|-|Gross beta radioactivity|总β放射性
    w19001|-|mg/L|kg|Surfactants|表面活性剂
    w19002|520|mg/L|kg|Anionic surfactants|阴离子表面活性剂
    w20012|039|mg/L|kg|Barium|钡
    w20023|037|mg/L|kg|Boron|硼
    w20038|040|mg/L|kg|Cobalt|钴
    w20061|038|mg/L|kg|Molybdenum|钼
    w20089|041|ng/L|mg|Thallium|铊
    w20092|036|mg/L|kg|Tin|锡
    w20111|020|ug/L|g|Total mercury|总汞
    w20113|021|ng/L|mg|Alkyl mercury|烷基汞
    w20115|022|ug/L|g|Total cadmium|总镉
    w20116|023|mg/L|kg|Total chromium|总铬
    w20117|024|ug/L|g|Hexavalent chromium|六价铬
    w20119|026|ug/L|g|Total arsenic|总砷
    w20120|027|ug/L|g|Total lead|总铅
    w20121|028|mg/L|kg|Total nickel|总镍
    w20122|029|mg/L|kg|Total copper|总铜
    w20123|030|mg/L|kg|Total zinc|总锌
    w20124|031|mg/L|kg|Total manganese|总锰
    w20125|032|mg/L|kg|Total iron|总铁
    w20126|033|mg/L|kg|Total silver|总银
    w20127|034|ug/L|g|Total beryllium|总铍
    w20128|035|ug/L|g|Total selenium|总硒
    w20138|-|mg/L|kg|Copper|铜
    w20139|-|mg/L|kg|Zinc|锌
    w20140|-|mg/L|kg|Selenium|硒
    w20141|-|mg/L|kg|Arsenic|砷
    w20142|-|ug/L|g|Mercury|汞
    w20143|-|ug/L|g|Cadmium|镉
    w20144|-|mg/L|kg|Lead|铅
    w21001|065|mg/L|kg|Total nitrogen|总氮
    w21003|060|mg/L|kg|Ammonia nitrogen|氨氮
    w21004|062|mg/L|kg|Kjeldahl nitrogen|凯氏氮
    w21006|063|mg/L|kg|Nitrite|亚硝酸盐
    w21007|064|mg/L|kg|Nitrate|硝酸盐
    w21011|101|mg/L|kg|Total phosphorus|总磷
    w21016|070|mg/L|kg|Cyanide|氰化物
    w21017|072|mg/L|kg|Fluoride|氟化物
    w21019|071|mg/L|kg|Sulfide|硫化物
    w21022|090|mg/L|kg|Chloride|氯化物
    w21038|-|mg/L|kg|Sulfate|硫酸盐
    w22001|080|mg/L|kg|Petroleum oils|石油类
    w23002|110|mg/L|kg|Volatile phenols|挥发酚
    w25043|540|ug/L|g|Benzo[a]pyrene|苯并[α]芘
    w33001|350|ng/L|mg|Hexachlorocyclohexane|六六六
    w33007|351|ng/L|mg|DDT|滴滴涕
    w99001|061|mg/L|kg|Organic nitrogen|有机氮
    a00000|B02|m3/s|m3|Flue gas flow|废气
    a01001|-|Cel|-|Temperature|温度
    a01002|-|%|-|Humidity|湿度
    a01006|-|kPa|-|Air pressure|气压
    a01007|-|m/s|-|Wind speed|风速
    a01008|-|deg|-|Wind direction|风向
    a01010|37|1|-|Ringelmann blackness|林格曼黑度
    a01011|S02|m/s|-|Flue gas velocity|烟气流速
    a01012|S03|Cel|-|Flue gas temperature|烟气温度
    a01013|S08|kPa|-|Flue gas pressure|烟气压力
    a01014|S05|%|-|Flue gas humidity|烟气湿度
    a01015|S06|Cel|-|Cooling temperature|制冷温度
    a01016|S07|m2|-|Duct cross-section|烟道截面积
    a01017|S04|kPa|-|Flue gas dynamic pressure|烟气动压
    a01901|-|Cel|-|Mean incineration temperature in the furnace|垃圾焚烧炉膛内焚烧平均温度
    a01902|-|Cel|-|Furnace temperature of the control system|垃圾焚烧炉膛内DCS温度
    a05001|30|mg/m3|kg|Carbon dioxide|二氧化碳
    a05002|-|ug/m3|g|Methane|甲烷
    a05008|-|mg/m3|kg|Trichlorofluoromethane|三氯一氟甲烷
    a05009|-|mg/m3|kg|Dichlorodifluoromethane|二氯二氟甲烷
    a05013|-|mg/m3|kg|Trichlorotrifluoroethane|三氯三氟乙烷
    a19001|S01|%|-|Oxygen content|氧气含量
    a20007|-|-|g|Arsenic|砷
    a20016|36|mg/m3|kg|Beryllium and its compounds|铍及其化合物
    a20025|33|mg/m3|kg|Cadmium and its compounds|镉及其化合物
    a20026|-|-|g|Cadmium|镉
    a20043|32|mg/m3|kg|Lead and its compounds|铅及其化合物
    a20044|-|-|g|Lead|铅
    a20057|31|mg/m3|kg|Mercury and its compounds|汞及其化合物
    a20058|-|-|g|Mercury|汞
    a20063|35|mg/m3|kg|Nickel and its compounds|镍及其化合物
    a20091|34|mg/m3|kg|Tin and its compounds|锡及其化合物
    a21001|10|ug/m3|g|Ammonia|氨（氨气）
    a21002|03|mg/m3|kg|Nitrogen oxides|氮氧化物
    a21003|-|mg/m3|kg|Nitric oxide|一氧化氮
    a21004|-|mg/m3|kg|Nitrogen dioxide|二氧化氮
    a21005|04|mg/m3|kg|Carbon monoxide|一氧化碳
    a21017|07|mg/m3|kg|Cyanides|氰化物
    a21018|06|mg/m3|kg|Fluorides|氟化物
    a21022|11|mg/m3|kg|Chlorine|氯气
    a21024|08|mg/m3|kg|Hydrogen chloride|氯化氢
    a21026|02|mg/m3|kg|Sulfur dioxide|二氧化硫
    a21028|05|mg/m3|kg|Hydrogen sulfide|硫化氢
    a23001|27|mg/m3|kg|Phenols|酚类
    a24003|-|mg/m3|kg|Dichloromethane|二氯甲烷
    a24004|-|mg/m3|kg|Trichloromethane|三氯甲烷
    a24005|-|mg/m3|kg|Tetrachloromethane|四氯甲烷
    a24006|-|mg/m3|kg|Dibromochloromethane|二溴一氯甲烷
    a24007|-|mg/m3|kg|Bromodichloromethane|一溴二氯甲烷
    a24008|-|mg/m3|kg|Bromomethane|溴甲烷
    a24009|-|mg/m3|kg|Tribromomethane|三溴甲烷
    a24015|-|mg/m3|kg|Chloroethane|氯乙烷
    a24016|-|mg/m3|kg|1,1-Dichloroethane|1,1-二氯乙烷
    a24017|-|mg/m3|kg|1,2-Dichloroethane|1,2-二氯乙烷
    a24018|-|mg/m3|kg|1,1,1-Trichloroethane|1,1,1-三氯乙烷
    a24019|-|mg/m3|kg|1,1,2-Trichloroethane|1,1,2-三氯乙烷
    a24020|-|mg/m3|kg|1,1,2,2-Tetrachloroethane|1,1,2,2-四氯乙烷
    a24027|-|mg/m3|kg|1,2-Dichloropropane|1,2-二氯丙烷
    a24034|-|mg/m3|kg|1,2-Dibromoethane|1,2-二溴乙烷
    a24036|-|mg/m3|kg|Cyclohexane|环己烷
    a24042|-|mg/m3|kg|n-Hexane|正己烷
    a24043|-|mg/m3|kg|n-Heptane|正庚烷
    a24046|29|mg/m3|kg|Vinyl chloride|氯乙烯
    a24047|-|mg/m3|kg|1,1-Dichloroethene|1,1-二氯乙烯
    a24049|-|mg/m3|kg|Trichloroethene|三氯乙烯
    a24050|-|mg/m3|kg|Tetrachloroethene|四氯乙烯
    a24053|-|mg/m3|kg|Propene|丙烯
    a24054|-|mg/m3|kg|1,3-Dichloropropene|1,3-二氯丙烯
    a24072|-|mg/m3|kg|1,4-Dioxane|1,4-二恶烷
    a24078|-|mg/m3|kg|1,3-Butadiene|1,3-丁二烯
    a24087|25|mg/m3|kg|Hydrocarbons|碳氢化合物
    a24088|-|mg/m3|kg|Non-methane hydrocarbons|非甲烷总烃
    a24099|-|mg/m3|kg|Chloromethane|氯甲烷
    a24110|-|mg/m3|kg|trans-1,2-Dichloroethene|反式-1,2-二氯乙烯
    a24111|-|mg/m3|kg|cis-1,2-Dichloroethene|顺式-1,2-二氯乙烯
    a24112|-|mg/m3|kg|trans-1,3-Dichloropropene|反式-1,3-二氯丙烯
    a24113|-|mg/m3|kg|Hexachloro-1,3-butadiene|六氯-1,3-丁二烯
    a25002|-|mg/m3|kg|Benzene|苯
    a25003|17|mg/m3|kg|Toluene|甲苯
    a25004|-|mg/m3|kg|Ethylbenzene|乙苯
    a25005|18|mg/m3|kg|Xylenes|二甲苯
    a25006|-|mg/m3|kg|1,2-Dimethylbenzene|1,2-二甲基苯
    a25007|-|mg/m3|kg|1,3-Dimethylbenzene|1,3-二甲基苯
    a25008|-|mg/m3|kg|1,4-Dimethylbenzene|1,4-二甲基苯
    a25010|23|mg/m3|kg|Chlorobenzene|氯苯
    a25011|-|mg/m3|kg|1,2-Dichlorobenzene|1,2-二氯苯
    a25012|-|mg/m3|kg|1,3-Dichlorobenzene|1,3-二氯苯
    a25013|-|mg/m3|kg|1,4-Dichlorobenzene|1,4-二氯苯
    a25014|-|mg/m3|kg|1-Ethyl-4-methylbenzene|1-乙基-4-甲基苯
    a25015|-|mg/m3|kg|1,2,4-Trichlorobenzene|1,2,4-三氯苯
    a25019|-|mg/m3|kg|1,2,4-Trimethylbenzene|1,2,4-三甲基苯
    a25020|-|mg/m3|kg|1,2,3-Trimethylbenzene|1,2,3-三甲基苯
    a25021|-|mg/m3|kg|1,3,5-Trimethylbenzene|1,3,5-三甲基苯
    a25023|22|mg/m3|kg|Nitrobenzene|硝基苯
    a25038|-|mg/m3|kg|Styrene|乙烯基苯
    a25044|20|mg/m3|kg|Benzo[a]pyrene|苯并[a]芘
    a25072|-|mg/m3|kg|Tetrahydrofuran|四氢呋喃
    a26001|21|mg/m3|kg|Anilines|苯胺类
    a29017|-|mg/m3|kg|Ethyl acetate|乙酸乙酯
    a29026|-|mg/m3|kg|Vinyl acetate|乙酸乙烯酯
    a30001|28|mg/m3|kg|Methanol|甲醇
    a30008|-|mg/m3|kg|Isopropanol|异丙醇
    a30022|13|mg/m3|kg|Thiols|硫醇
    a31001|19|mg/m3|kg|Formaldehyde|甲醛
    a31002|26|mg/m3|kg|Acetaldehyde|乙醛
    a31024|-|mg/m3|kg|Acetone|丙酮
    a31025|-|mg/m3|kg|2-Butanone|2-丁酮
    a31030|-|mg/m3|kg|Methyl isobutyl ketone|甲基异丁基甲酮
    a34001|-|ug/m3|g|Total suspended particles|总悬浮颗粒物TSP
    a34002|-|ug/m3|g|PM10|可吸入颗粒物PM10
    a34004|-|ug/m3|g|PM2.5|细颗粒物PM2.5
    a34005|-|ug/m3|g|PM1.0|亚微米颗粒物PM1.0
    a34011|-|t/km2/mo|-|Dustfall|降尘
    a34013|01|mg/m3|kg|Soot|烟尘
    a34017|-|mg/m3|kg|Carbon black dust|炭黑尘
    a34038|09|mg/m3|kg|Asphalt fume|沥青烟
    a34039|14|mg/m3|kg|Sulfuric acid mist|硫酸雾
    a34040|15|mg/m3|kg|Chromic acid mist|铬酸雾
    a99010|-|mg/m3|kg|Acrylonitrile|丙烯腈
    a99049|24|mg/m3|kg|Phosgene|光气
    a99051|12|mg/m3|kg|Carbon disulfide|二硫化碳
    LA|B03|dB|-|A-weighted sound level|A权声级
    L5|-|dB|-|Sound level exceeded 5 % of the time|累计百分声级L5
    L10|-|dB|-|Sound level exceeded 10 % of the time|累计百分声级L10
    L50|-|dB|-|Sound level exceeded 50 % of the time|累计百分声级L50
    L90|-|dB|-|Sound level exceeded 90 % of the time|累计百分声级L90
    L95|-|dB|-|Sound level exceeded 95 % of the time|累计百分声级L95
    Leq|-|dB|-|Equivalent sound level|等效声级
    Ldn|-|dB|-|Day-night sound level|昼夜等效声级
    Ld|-|dB|-|Daytime sound level|昼间等效声级
    Ln|-|dB|-|Night-time sound level|夜间等效声级
    LMx|-|dB|-|Highest sound level|最大的瞬时声级
    LMn|-|dB|-|Lowest sound level|最小的瞬时声级
    i13004|-|Cel|-|Digestion temperature|消解温度
    i13005|-|min|-|Digestion time|消解时长
    i23001|-|kPa|-|Local air pressure|本地大气压力
    i33001|-|Cel|-|Temperature of the heated sampling line|CEMS伴热管温度
    i33002|-|Cel|-|Condensation temperature|CEMS冷凝温度
    i33101|-|Cel|-|Station temperature|监测站房温度
    i33103|-|V|-|Station voltage|监测站房电压
    i33104|-|kPa|-|Raw water pressure|监测站房原水压力
    i33105|-|kPa|-|Sample pressure 1|监测站房进样压力1
    i33106|-|kPa|-|Sample pressure 2|监测站房进样压力2
    i33107|-|s|-|Cleaning time of the grit chamber|沉砂池清洗时间
    i33200|-|A|-|Current of the treatment plant|污水处理站（厂）电流量
    i33201|-|kW.h|-|Energy of the treatment plant|污水处理站（厂）累计耗电量
    i33202|-|kW.h|-|Energy of the treatment plant of a day|污水处理站（厂）日耗电量
    i33400|-|%|-|Production load|生产负荷
    """
}
